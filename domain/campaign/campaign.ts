import * as z from 'zod/mini';
import { DomainError } from '../errors.ts';
import { type RevealingWords, revealed } from '../message/revealing-words.ts';
import type { Templates } from '../message/templates.ts';
import type { PatientRecord } from '../patient/patient.ts';
import { notSuitableSince } from '../recall/not-suitable.ts';
import { Audience, saysWhom } from './audience.ts';
import { type Nameable, treatmentsAskedFor, unknownNames } from './audience-names.ts';
import { OfferTerms } from './offer.ts';

/** What a campaign says and to whom: what is approved is exactly this, with the wording of its template. */
export const CampaignContent = z.strictObject({
  name: z.string().check(z.minLength(1), z.maxLength(80)),
  audience: Audience,
  /** Treatments that it is about, where they are not those that its audience asks for: nobody for whom one of them was found not suitable. */
  about: z.optional(z.array(z.string().check(z.minLength(1), z.maxLength(60))).check(z.maxLength(50))),
  /** Of practice/templates/recall.yaml. */
  template: z.string().check(z.minLength(1), z.maxLength(60)),
  class: z.enum(['marketing', 'education']),
  fundedBy: z.enum(['practice', 'third-party']),
  /** Somebody whose product is promoted pays for it: each recipient then needs an authorization that says so (R23). */
  thirdPartyRemuneration: z.boolean(),
  /** Local dates between which its messages leave, both included. */
  startOn: z.iso.date(),
  endOn: z.iso.date(),
  /** Patients who are added, and messages that leave, in one day. */
  dailyCeiling: z.int().check(z.minimum(1), z.maximum(10_000)),
  offer: z.optional(OfferTerms),
});
export type CampaignContent = z.infer<typeof CampaignContent>;

export const campaignStates = [
  'draft',
  'submitted',
  'approved',
  'running',
  'paused',
  'stopped',
  'done',
] as const;
export type CampaignState = (typeof campaignStates)[number];

/** Who agreed to what: `content` is the hash of it. */
export interface Agreement {
  readonly by: string;
  /** ISO instant. */
  readonly at: string;
  readonly content: string;
}

/** A targeted, dated recall. */
export interface Campaign {
  readonly id: string;
  readonly schema: 1;
  readonly revision: number;
  readonly state: CampaignState;
  readonly content: CampaignContent;
  /** Staff who wrote any part of it: none of them approves it. */
  readonly authors: readonly string[];
  readonly createdAt: string;
  readonly review?: Agreement;
  readonly approval?: Agreement;
  readonly ended?: { readonly by: string; readonly at: string; readonly reason: string };
  /** Why it is paused. */
  readonly pausedFor?: string;
}

/** Treatments that a campaign is about: as it says, else those that its audience asks for. */
export const treatmentsOf = ({
  about,
  audience,
}: Pick<CampaignContent, 'about' | 'audience'>): readonly string[] => about ?? treatmentsAskedFor(audience);

/** Whether a treatment that the campaign is about was found not suitable for a patient, or some treatment that nobody named. `today` is a local day. */
export const isUnsuited = (
  content: Pick<CampaignContent, 'about' | 'audience'>,
  record: Pick<PatientRecord, 'consultations' | 'treatments'>,
  today: string,
): boolean =>
  treatmentsOf(content).some(
    (type) => notSuitableSince(record, type, { today, orUnnamed: true }) !== undefined,
  );

/** The hash of a campaign's content with the wording it leads to. */
export type Fingerprint = (content: CampaignContent) => string;

export const itemIdOf = (campaignId: string): string => `campaign#${campaignId}`;
/** The campaign that a recall item belongs to, where it belongs to one. */
export const campaignIdOf = (itemId: string): string | undefined =>
  itemId.startsWith('campaign#') ? itemId.slice('campaign#'.length) : undefined;

const isSpan = ({ from, until }: { readonly from: string; readonly until: string }): boolean => from <= until;

/** What words say of an offer to whoever may read them, and the templates there are. */
export interface Wording {
  readonly mails: Templates;
  readonly revealing: RevealingWords;
}

const reveals = /^names-/;

/** What is wrong with the words of an offer: they are to be there, to reveal nothing (R25), and the template has to say them. */
function offerProblems(
  { offer, template }: CampaignContent,
  { mails, revealing }: Wording,
): readonly string[] {
  if (!offer) return [];
  const { description } = offer;
  const says = mails[template]?.en.text ?? '{{ offer }}';
  return [
    ...(description
      ? []
      : [
          'its offer does not say what it gives: set offer.description, with en and es, such as "20% off your next visit"',
        ]),
    ...(['en', 'es'] as const)
      .filter((language) =>
        revealed(description?.[language] ?? '', revealing).some((finding) => reveals.test(finding)),
      )
      .map(
        (language) =>
          `offer.description.${language} names a treatment, a drug or a part of the body, and anybody may read it (R25)`,
      ),
    ...(says.includes('offer')
      ? []
      : [`the words of ${template} do not mention the offer: use {{ offer }} in them, or another template`]),
  ];
}

/** What the practice has that a campaign may name, and how many attempts one makes. */
export interface CampaignMeans extends Nameable {
  readonly wording: Wording;
  readonly attempts: number;
}

/** What is wrong with a content, in words that say what to do; empty where nothing is. */
export function problemsOf(content: CampaignContent, means: CampaignMeans): readonly string[] {
  const { wording, attempts } = means;
  const { audience, about = [], startOn, endOn, fundedBy, thirdPartyRemuneration, template, offer } = content;
  return [
    ...(saysWhom(audience) ? [] : ['say whom it is for: an audience needs something under all or any']),
    ...(startOn <= endOn ? [] : ['its last day is before its first']),
    ...(fundedBy === 'third-party' && !thirdPartyRemuneration
      ? ['a third party pays for it: set thirdPartyRemuneration to true (R23)']
      : []),
    ...(template in wording.mails ? [] : [`practice/templates/recall.yaml has no ${template}`]),
    ...(offer && !(isSpan(offer.bookBetween) && isSpan(offer.validBetween))
      ? ['a window of its offer ends before it begins']
      : []),
    ...unknownNames(audience, about, means),
    ...(offer && offer.fromAttempt > attempts
      ? [
          `its offer begins with attempt ${offer.fromAttempt}, and a campaign makes ${attempts}: set fromAttempt to ${attempts} at most, or add attempts to sequences.campaign in practice/recall.yaml`,
        ]
      : []),
    ...(offer && offer.validBetween.until < offer.bookBetween.from
      ? ['its offer ends before anybody may book']
      : []),
    ...offerProblems(content, wording),
  ];
}

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
