import { DomainError } from '../errors.ts';
import type { Agreement, Campaign, CampaignContent, Fingerprint } from './campaign.ts';

function refuseUnless(holds: boolean, sentence: string, code: DomainError['code'] = 'conflict'): void {
  if (!holds) throw new DomainError(code, sentence);
}

const next = (campaign: Campaign, changes: Partial<Campaign>): Campaign => ({
  ...campaign,
  ...changes,
  revision: campaign.revision + 1,
});

const isEnded = ({ state }: Campaign): boolean => state === 'stopped' || state === 'done';

/** A draft by its author. */
export const drafted = (id: string, content: CampaignContent, by: string, now: string): Campaign => ({
  id,
  schema: 1,
  revision: 1,
  state: 'draft',
  content,
  authors: [by],
  createdAt: now,
});

/** The campaign with another content: a draft again, whose agreements are gone; its items wait. Throws for one that has ended. */
export function amended(campaign: Campaign, content: CampaignContent, by: string): Campaign {
  refuseUnless(!isEnded(campaign), 'This campaign has ended. Begin another.');
  const { review, approval, pausedFor, ...kept } = campaign;
  void [review, approval, pausedFor];
  return next(kept, { state: 'draft', content, authors: [...new Set([...campaign.authors, by])] });
}

/** A draft is handed in, and waits for the agreement of others. */
export function submitted(campaign: Campaign): Campaign {
  refuseUnless(campaign.state === 'draft', 'Only a draft is submitted.');
  return next(campaign, { state: 'submitted' });
}

/** A physician or extender has read what it teaches, and agrees. */
export function reviewed(campaign: Campaign, agreement: Agreement): Campaign {
  refuseUnless(campaign.state === 'submitted', 'Only a campaign that was submitted is reviewed.');
  return next(campaign, { review: agreement });
}

/** Approved by a second person: never by who wrote any of it; education only after the review of the same content. */
export function approved(campaign: Campaign, agreement: Agreement): Campaign {
  refuseUnless(campaign.state === 'submitted', 'Only a campaign that was submitted is approved.');
  refuseUnless(
    !campaign.authors.includes(agreement.by),
    'Somebody who did not write it has to approve it.',
    'refused',
  );
  refuseUnless(
    campaign.content.class !== 'education' || campaign.review?.content === agreement.content,
    'A physician or extender has to review what it teaches first.',
    'refused',
  );
  return next(campaign, { state: 'approved', approval: agreement });
}

/** Ended by a person, for good. */
export function stopped(campaign: Campaign, ended: NonNullable<Campaign['ended']>): Campaign {
  refuseUnless(!isEnded(campaign), 'This campaign has ended already.');
  return next(campaign, { state: 'stopped', ended });
}

/** Set aside, by a person or by the standing of the practice's mail (R21); undefined for one that is not approved. */
export const paused = (campaign: Campaign, why: string): Campaign | undefined =>
  campaign.state === 'running' || campaign.state === 'approved'
    ? next(campaign, { state: 'paused', pausedFor: why })
    : undefined;

/** Goes on after a pause, with the approval it has. */
export function resumed(campaign: Campaign): Campaign {
  refuseUnless(campaign.state === 'paused', 'Only a campaign that is paused goes on.');
  const { pausedFor, ...kept } = campaign;
  void pausedFor;
  return next(kept, { state: 'approved' });
}

/** The campaign as a day turns it: running from its first day on, done after its last; undefined where the day turns nothing. */
export function turned(campaign: Campaign, from: string, today: string): Campaign | undefined {
  const { state, content } = campaign;
  if (!isEnded(campaign) && state !== 'draft' && state !== 'submitted' && today > content.endOn)
    return next(campaign, { state: 'done' });
  return state === 'approved' && from >= content.startOn ? next(campaign, { state: 'running' }) : undefined;
}

/**
 * How its items stand on a local day: `runs`, `waits` (for its day, its approval, or the end of a pause), or `over`. What was approved is
 * compared by its hash, so a template that is worded anew waits for a new approval too.
 */
export function standingOf(
  campaign: Campaign | undefined,
  today: string,
  fingerprint: Fingerprint,
): 'runs' | 'waits' | 'over' {
  if (!campaign || isEnded(campaign) || today > campaign.content.endOn) return 'over';
  const isSet = campaign.state === 'approved' || campaign.state === 'running';
  const isAgreed = campaign.approval?.content === fingerprint(campaign.content);
  return isSet && isAgreed && today >= campaign.content.startOn ? 'runs' : 'waits';
}
