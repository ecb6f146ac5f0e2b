import { isBadStanding } from '../consent/checks/mail.ts';
import type { Known } from '../recall/recipient.ts';
import { paused } from './campaign-steps.ts';
import type { Campaigns } from './campaigns.ts';
import { allCampaigns } from './fill.ts';

const percent = (rate: number): string => `${(rate * 100).toFixed(2)} %`;

/**
 * Pauses every campaign that runs, or will, while the practice's marketing mail has too many complaints or hard bounces (R21): 0.1 % and
 * 2 % of a month's sends. Gives the ids of those that were paused now. A person lets them go on.
 */
export async function pauseByStanding(
  store: Pick<Campaigns, 'list' | 'save'>,
  rates: Known['rates'],
): Promise<readonly string[]> {
  if (!isBadStanding(rates)) return [];
  const { complaintRate = 0, bounceRate = 0 } = rates;
  const why = `complaints ${percent(complaintRate)}, hard bounces ${percent(bounceRate)} of a month's marketing mail`;
  const did: string[] = [];
  for (const campaign of await allCampaigns(store)) {
    const set = paused(campaign, why);
    if (set && (await store.save(set))) did.push(campaign.id);
  }
  return did;
}
