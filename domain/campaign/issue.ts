import type { PatientRecord } from '../patient/patient.ts';
import type { Campaign } from './campaign.ts';
import type { Campaigns } from './campaigns.ts';
import { allCampaigns } from './fill.ts';
import { type Offer, whyNoOffer } from './offer.ts';

export interface IssuePorts {
  readonly store: Campaigns;
  /** A code nobody can guess. */
  readonly newCode: () => string;
}

export interface Issuing {
  readonly campaign: Campaign;
  readonly record: PatientRecord;
  /** The touch it goes with, or who of the staff gives it: the same again gets the same code. */
  readonly givenBy: string;
  /** From 1; absent where a person gives it. */
  readonly attempt?: number;
  /** ISO instant, and the zone whose calendar counts. */
  readonly now: string;
  readonly zone: string;
}

/** All codes of a patient, of this campaign and of every other with an offer. */
async function heldBy(store: Campaigns, patientId: string): Promise<readonly Offer[]> {
  const withOffers = (await allCampaigns(store)).filter(({ content }) => content.offer);
  return (await Promise.all(withOffers.map(({ id }) => store.offersOf(id, patientId)))).flat();
}

const tries = 5;

/** A code that leads to this offer and to no other. */
async function reserved({ store, newCode }: IssuePorts, offer: Omit<Offer, 'code'>): Promise<string> {
  for (let count = 0; count < tries; count += 1) {
    const code = newCode();
    if (await store.reserveCode(code, offer)) return code;
  }
  throw new Error('No code was free; the source of codes gives the same ones again.');
}

export type Issued = { readonly offer: Offer } | { readonly none: string };

/**
 * Gives a patient a code of a campaign, or says why none. Repeated for the same touch or person it gives the same code; it never gives more
 * than the limits, whatever is repeated or cut off: the total is taken first, and a code that is left over leads to nothing.
 */
export async function issueOffer(ports: IssuePorts, issuing: Issuing): Promise<Issued> {
  const { store } = ports;
  const { campaign, record, givenBy, now } = issuing;
  const terms = campaign.content.offer;
  if (!terms) return { none: 'the campaign has no offer' };
  const held = await heldBy(store, record.patient.id);
  const own = held.filter((offer) => offer.campaign === campaign.id);
  const before = own.find((offer) => offer.givenBy === givenBy);
  if (before) return { offer: before };
  const no = whyNoOffer(terms, { ...issuing, held, campaign: campaign.id });
  if (no !== undefined) return { none: no };
  if (!(await store.takeCode(campaign.id, terms.total)))
    return { none: 'all codes of the offer are given away' };
  const { fundedBy } = campaign.content;
  const { bookBetween, validBetween, description } = terms;
  const draft = {
    campaign: campaign.id,
    patientId: record.patient.id,
    number: own.length,
    givenBy,
    state: 'open',
    fundedBy,
    bookBetween,
    validBetween,
    issuedAt: now,
    ...(description ? { description } : {}),
  } as const;
  const offer = { ...draft, code: await reserved(ports, draft) };
  if (await store.putOffer(offer)) return { offer };
  // Somebody else gave this patient a code in the same moment.
  const other = (await store.offersOf(campaign.id, record.patient.id)).find((one) => one.givenBy === givenBy);
  return other ? { offer: other } : { none: 'the patient was given another code just now' };
}
