import type { Campaign, Fingerprint } from '../../domain/campaign/campaign.ts';
import type { Wording } from '../../domain/campaign/campaign-problems.ts';
import type { Campaigns } from '../../domain/campaign/campaigns.ts';
import { DomainError } from '../../domain/errors.ts';
import type { StaffMember } from '../../domain/practice/practice.ts';
import type { RecallPorts } from './recall-access.ts';

/** What the operations on campaigns need. */
export interface CampaignOperationPorts extends RecallPorts {
  readonly store: Campaigns;
  readonly fingerprint: Fingerprint;
  readonly newCode: () => string;
  readonly wording: Wording;
  readonly staff: readonly Pick<StaffMember, 'id' | 'name'>[];
}

/** A campaign by its id. Throws where there is none. */
export async function campaignOf(
  { store }: Pick<CampaignOperationPorts, 'store'>,
  id: string | undefined,
): Promise<Campaign> {
  const campaign = await store.find(id ?? '');
  if (!campaign) throw new DomainError('not-found', 'There is no such campaign.');
  return campaign;
}
