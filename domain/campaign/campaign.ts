import * as z from 'zod/mini';
import type { PatientRecord } from '../patient/patient.ts';
import { notSuitableSince } from '../recall/not-suitable.ts';
import { Audience } from './audience.ts';
import { treatmentsAskedFor } from './audience-names.ts';
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

/** The id of the recall item that a campaign gives each of its patients. */
export const itemIdOf = (campaignId: string): string => `campaign#${campaignId}`;
/** The campaign that a recall item belongs to, where it belongs to one. */
export const campaignIdOf = (itemId: string): string | undefined =>
  itemId.startsWith('campaign#') ? itemId.slice('campaign#'.length) : undefined;
