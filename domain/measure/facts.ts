import type { MessageClass, OutreachChannel, RecallType } from '../recall/recall-rules.ts';

/**
 * A recall item became eligible for contact: the moment at which a household is contacted or held out. It is kept for both alike; for a household
 * held out it says what would have been sent. One for each patient, item and episode.
 */
export interface EligibleEvent {
  readonly patientId: string;
  /** As it was at this moment (`households`). */
  readonly household: string;
  /** Of the recall item: due#botulinum-toxin, lapsed. */
  readonly item: string;
  readonly episode: string;
  readonly type: RecallType;
  readonly location: string;
  /** Local date. */
  readonly on: string;
  readonly heldOut: boolean;
  /** Share held out of households like this one at this moment, 0 to 0.5; 0 where nobody may be held out. */
  readonly share: number;
  readonly wouldHaveSent?: { readonly channel: OutreachChannel; readonly template: string };
  /** Local date on which a person ended the episode (declined, stopped); absent while it is open, or was booked or exhausted. */
  readonly endedOn?: string;
}

/** An item that a touch was for. The first of a touch is the one that made it leave. */
export interface TouchedItem {
  readonly item: string;
  readonly episode: string;
  readonly type: RecallType;
  /** Treatment type, where the item is about one. */
  readonly treatment?: string;
}

/** One contact that left: sent, delivered, or made by a person. A planned or cancelled one is none; nor is one that bounced or failed. */
export interface TouchFact {
  readonly id: string;
  readonly patientId: string;
  readonly location: string;
  /** ISO instant at which it left, and the local date of it. */
  readonly at: string;
  readonly on: string;
  readonly channel: OutreachChannel;
  readonly class: MessageClass;
  readonly items: readonly TouchedItem[];
  /** Texts: segments that were billed; 1 where absent. */
  readonly segments?: number;
  /** Letters and postcards, cents. */
  readonly postage?: number;
  /** What it took a person. */
  readonly staffMinutes?: number;
  /** Cents with fractions, all of it, at the prices of its day; computed from what is above where absent. */
  readonly cost?: number;
}

export interface AppointmentFact {
  readonly id: string;
  readonly patientId: string;
  readonly location: string;
  /** ISO instant at which it was made; an appointment of which it is not known is attributed to nothing. */
  readonly bookedAt?: string;
  /** The last instant at which it may have been made, where only the day is known; `bookedAt` is the first then. */
  readonly bookedUntil?: string;
  /** Local date for which it was made. */
  readonly on: string;
  readonly status: 'booked' | 'cancelled' | 'fulfilled' | 'noshow';
  /** Treatment type, where it is known what for. */
  readonly treatment?: string;
}

export interface TreatmentFact {
  readonly patientId: string;
  readonly type: string;
  /** Local date. */
  readonly on: string;
  /** Cents kept: after discounts and refunds, without tax. */
  readonly price?: number;
  /** Done by somebody else: neither a visit nor revenue. */
  readonly elsewhere?: boolean;
}

export interface PurchaseFact {
  readonly patientId: string;
  readonly on: string;
  /** Cents kept: after discounts and refunds, without tax. */
  readonly price?: number;
}

/** All that a report is made of. Adapters fill it from the tables of outreach and of patients; nothing in it says who a patient is. */
export interface Facts {
  readonly events: readonly EligibleEvent[];
  readonly touches: readonly TouchFact[];
  readonly appointments: readonly AppointmentFact[];
  readonly treatments: readonly TreatmentFact[];
  readonly purchases: readonly PurchaseFact[];
}

/** Days from one local date to another, by the calendar. */
export const daysBetween = (from: string, to: string): number =>
  Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / 86_400_000);
