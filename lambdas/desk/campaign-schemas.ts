import * as z from 'zod/mini';
import { type Campaign, CampaignContent, campaignStates } from '../../domain/campaign/campaign.ts';
import type { Offer } from '../../domain/campaign/offer.ts';
import { DecisionView } from './recall-schemas.ts';
import { shown } from './shown.ts';

const example = {
  name: 'Not seen for a year',
  audience: {
    all: [
      { is: 'treated', with: ['botulinum-toxin'] },
      { is: 'last-seen', atLeastMonthsAgo: 12 },
      { is: 'adult' },
    ],
    none: [{ is: 'booked' }],
  },
  template: 'campaign',
  class: 'marketing',
  fundedBy: 'practice',
  thirdPartyRemuneration: false,
  startOn: '2026-11-21',
  endOn: '2026-12-31',
  dailyCeiling: 50,
  offer: {
    description: { en: '20% off your next visit', es: '20% menos en su próxima visita' },
    bookBetween: { from: '2026-11-20', until: '2026-12-31' },
    validBetween: { from: '2026-11-20', until: '2027-01-31' },
    perPatient: 1,
    total: 500,
    stacks: false,
    notPaidWithinDays: 60,
    fromAttempt: 1,
  },
};

export const CampaignBody = shown(z.extend(CampaignContent, {}), example);
export const ReasonBody = shown(
  z.strictObject({ reason: z.string().check(z.minLength(1), z.maxLength(200)) }),
  {
    reason: 'The schedule is full.',
  },
);

const Agreed = z.nullable(z.object({ by: z.string(), at: z.iso.datetime(), content: z.string() }));

export const CampaignView = z.object({
  id: z.string(),
  version: z.int(),
  state: z.enum(campaignStates),
  content: CampaignContent,
  /** Hash of the content and its wording as they are now: an approval is for one of these. */
  fingerprint: z.string(),
  authors: z.array(z.string()),
  createdAt: z.iso.datetime(),
  review: Agreed,
  approval: Agreed,
  ended: z.nullable(z.object({ by: z.string(), at: z.iso.datetime(), reason: z.string() })),
  pausedFor: z.nullable(z.string()),
});

const counts = z.record(z.string(), z.int());

/** What an offer gives, as patients read it. */
const Gives = z.nullable(z.object({ en: z.string(), es: z.string() }));

export const PreviewView = z.object({
  looked: z.int(),
  meant: z.int(),
  contact: counts,
  heldOut: z.int(),
  not: counts,
  /** What its offer gives. */
  offer: Gives,
  items: z.array(DecisionView),
  cursor: z.optional(z.string()),
});

const window = z.object({ from: z.iso.date(), until: z.iso.date() });

export const OfferView = z.object({
  code: z.string(),
  campaign: z.string(),
  patientId: z.string(),
  state: z.enum(['open', 'redeemed', 'void']),
  fundedBy: z.enum(['practice', 'third-party']),
  gives: Gives,
  bookBetween: window,
  validBetween: window,
  issuedAt: z.iso.datetime(),
  endedAt: z.nullable(z.iso.datetime()),
  endedBy: z.nullable(z.string()),
});

export const RedeemBody = shown(
  z.strictObject({
    /** Of the patient who shows it; another patient's code is refused. */
    patientId: z.optional(z.string()),
    /** Local day on which the visit was booked, for a visit that does not tell itself. */
    bookedOn: z.optional(z.iso.date()),
  }),
  { bookedOn: '2026-12-01' },
);

export const OfferReportView = z.object({
  fundedBy: z.enum(['practice', 'third-party']),
  issued: z.int(),
  open: z.int(),
  redeemed: z.int(),
  expired: z.int(),
  void: z.int(),
});

export const campaignView = (campaign: Campaign, fingerprint: string) => ({
  id: campaign.id,
  version: campaign.revision,
  state: campaign.state,
  content: campaign.content,
  fingerprint,
  authors: campaign.authors,
  createdAt: campaign.createdAt,
  review: campaign.review ?? null,
  approval: campaign.approval ?? null,
  ended: campaign.ended ?? null,
  pausedFor: campaign.pausedFor ?? null,
});

export const offerView = (offer: Offer) => ({
  code: offer.code,
  campaign: offer.campaign,
  patientId: offer.patientId,
  state: offer.state,
  fundedBy: offer.fundedBy,
  gives: offer.description ?? null,
  bookBetween: offer.bookBetween,
  validBetween: offer.validBetween,
  issuedAt: offer.issuedAt,
  endedAt: offer.endedAt ?? null,
  endedBy: offer.endedBy ?? null,
});
