import type { PatientRecord } from '../patient/patient.ts';
import { endings } from '../recall/episode.ts';
import { daysAfter } from '../recall/local-day.ts';
import type { RecallItem } from '../recall/recall-item.ts';
import type { Sequence } from '../recall/recall-rules.ts';
import { type Campaign, campaignIdOf, isUnsuited } from './campaign.ts';
import { standingOf } from './campaign-steps.ts';
import type { CampaignLook } from './campaigns.ts';

/** Campaigns by the id of their recall item. */
export type ItemCampaigns = ReadonlyMap<string, Campaign>;

/** How an item ends with its campaign. It bears no day: nobody said no. */
export const campaignOver = 'campaign-over';

/** The campaigns of these items that are open. */
export async function campaignsOf(
  { find }: Pick<CampaignLook, 'find'>,
  items: readonly RecallItem[],
): Promise<ItemCampaigns> {
  const found = new Map<string, Campaign>();
  for (const { id, state } of items) {
    const campaignId = state === 'open' ? campaignIdOf(id) : undefined;
    const campaign = campaignId === undefined ? undefined : await find(campaignId);
    if (campaign) found.set(id, campaign);
  }
  return found;
}

type Suited = Pick<PatientRecord, 'items' | 'consultations' | 'treatments'>;

function under(
  item: RecallItem,
  campaign: Campaign | undefined,
  { record, today, look }: { readonly record: Suited; readonly today: string; readonly look: CampaignLook },
): RecallItem {
  if (item.type !== 'campaign' || item.state !== 'open') return item;
  const standing = standingOf(campaign, today, look.fingerprint);
  const { nextOn, ...rest } = item;
  if (campaign && isUnsuited(campaign.content, record, today))
    return { ...rest, state: 'stopped', endedBy: endings.notSuitable };
  if (standing === 'runs') return item;
  if (standing === 'over') return { ...rest, state: 'stopped', endedBy: campaignOver };
  return nextOn === undefined || nextOn > today ? item : { ...rest, nextOn: daysAfter(today, 1) };
}

/**
 * A record's items as their campaigns leave them on a local day: those of one that is over, or about what does not suit, end; those of one
 * that waits wait a day.
 */
export const underCampaigns = (
  record: Suited,
  campaigns: ItemCampaigns,
  today: string,
  look: CampaignLook,
): readonly RecallItem[] =>
  record.items.map((item) => under(item, campaigns.get(item.id), { record, today, look }));

/** The sequence of each item; those of campaigns speak in the campaign's words and class. */
export const inCampaignWords =
  (sequenceOf: (item: RecallItem) => Sequence, campaigns: ItemCampaigns) =>
  (item: RecallItem): Sequence => {
    const campaign = campaigns.get(item.id);
    const sequence = sequenceOf(item);
    if (!campaign) return sequence;
    const { template, class: purpose } = campaign.content;
    return {
      ...sequence,
      class: purpose,
      attempts: sequence.attempts.map((attempt) => ({ ...attempt, template })),
    };
  };
