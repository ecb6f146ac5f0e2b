import type { Page } from '../inquiry/inquiries.ts';
import type { Campaign } from './campaign.ts';
import type { Offer } from './offer.ts';

/** How far a campaign's pass over a zone's patients is. */
export interface Pass {
  /** Place in the list of patients; absent at its start. */
  readonly cursor?: string;
  /** Local day on which the last pass came to its end, and on which the ceiling was reached. */
  readonly finishedOn?: string;
  readonly fullOn?: string;
}

/** Campaigns, how far each is, and the codes of their offers. */
export interface Campaigns {
  find(id: string): Promise<Campaign | undefined>;
  list(query: { cursor?: string | undefined; limit: number }): Promise<Page<Campaign>>;
  /** Stores a new one, or one that is still as it was seen: `campaign.revision` is one more. False if not. */
  save(campaign: Campaign): Promise<boolean>;

  pass(id: string, zone: string): Promise<Pass>;
  keepPass(id: string, zone: string, pass: Pass): Promise<void>;
  /** Takes one place of a local day; false when the ceiling is reached. */
  take(id: string, day: string, what: 'added' | 'sent', ceiling: number): Promise<boolean>;

  /** Takes one of all codes of a campaign; false when there is none left. */
  takeCode(id: string, total: number): Promise<boolean>;
  /** Makes a code lead to an offer; false when it leads to one already. */
  reserveCode(code: string, offer: Pick<Offer, 'campaign' | 'patientId' | 'number'>): Promise<boolean>;
  /** Stores the offer of this campaign, patient and number once; false when there is one. */
  putOffer(offer: Offer): Promise<boolean>;
  byCode(code: string): Promise<Offer | undefined>;
  /** A patient's codes of one campaign, strongly read. */
  offersOf(campaign: string, patientId: string): Promise<readonly Offer[]>;
  offers(campaign: string, query: { cursor?: string | undefined; limit: number }): Promise<Page<Offer>>;
  /** Ends an offer only while it is open: once. */
  endOffer(offer: Offer, end: Pick<Offer, 'state' | 'endedAt' | 'endedBy'>): Promise<boolean>;
}

/** What planning and sending ask of campaigns. */
export interface CampaignLook {
  readonly find: Campaigns['find'];
  readonly fingerprint: (content: Campaign['content']) => string;
}
