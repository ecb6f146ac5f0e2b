import type { SweepPorts } from '../recall/sweep.ts';
import { apartInPreview } from '../recall/sweep-fault.ts';
import type { SweepDecision } from '../recall/touch.ts';
import type { Campaign } from './campaign.ts';
import { considerFor } from './fill.ts';

/** One page of the patients, and what a campaign would do with them: counts, and the decision on each whom it means. */
export interface CampaignPreview {
  readonly looked: number;
  readonly meant: number;
  readonly contact: Readonly<Record<string, number>>;
  readonly heldOut: number;
  /** Patients whom it means and would not contact now, by reason. */
  readonly not: Readonly<Record<string, number>>;
  readonly decisions: readonly SweepDecision[];
  readonly cursor?: string;
}

const counted = (words: readonly string[]): Readonly<Record<string, number>> =>
  Object.fromEntries([...Map.groupBy(words, (word) => word)].map(([word, all]) => [word, all.length]));

/** Whom a campaign would contact today, by what, and whom not and why: one page of the list of patients; nothing is written. */
export async function previewCampaign(
  ports: SweepPorts,
  campaign: Campaign,
  query: { readonly cursor?: string | undefined; readonly limit: number },
): Promise<CampaignPreview> {
  const page = await ports.patients.list(query);
  const decisions: SweepDecision[] = [];
  for (const { id } of page.items) {
    const decision = await apartInPreview(id, async () => {
      const record = await ports.patients.record(id);
      return record && (await considerFor(ports, campaign, record))?.decision;
    });
    if (decision) decisions.push(decision);
  }
  const of = (outcome: SweepDecision['outcome']) => decisions.filter((one) => one.outcome === outcome);
  return {
    looked: page.items.length,
    meant: decisions.length,
    contact: counted(of('contact').map(({ channel }) => channel ?? 'none')),
    heldOut: of('held-out').length,
    not: counted([...of('not-now'), ...of('not-due')].map(({ reason }) => reason)),
    decisions,
    ...(page.cursor === undefined ? {} : { cursor: page.cursor }),
  };
}
