import type { ConsentEvent } from '../consent/consent-event.ts';
import type { Language } from '../inquiry/inquiry.ts';
import type { Outlook } from '../recall/outlook.ts';
import type { RecallItem, RecallSetting } from '../recall/recall-item.ts';
import type { Guardian, MinorMark } from './guardian.ts';
import type { PreferenceEvent, Preferences } from './preferences.ts';
import type { CopyRequest, Erasure } from './subject-requests.ts';
import type { Direction } from './under-age-booking.ts';

/** A person the practice knows. Dates are local calendar dates, YYYY-MM-DD. */
export interface Patient {
  readonly id: string;
  readonly schema: 1;
  /** The id in the practice's own system. */
  readonly externalId: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly language: Language;
  readonly location: string;
  readonly email?: string;
  readonly phone?: string;
  /** Contact points that were given last but cannot be used: a person has to correct them. */
  readonly invalid?: readonly string[];
  readonly unusable?: Unusable;
  /** State of the address the patient gave (R6), as its postal code: TX. */
  readonly region?: string;
  /** ISO 3166 code of the address; the practice's own where it is absent. */
  readonly country?: string;
  readonly postal?: PostalAddress;
  /** Zone the patient said they are in. */
  readonly zone?: string;
  readonly birthDate?: string;
  readonly deceased?: boolean;
  /** No patient of the practice's any more, as its own system says: not asked to come back; a booked visit is reminded of. */
  readonly inactive?: boolean;
  /** The staff member who usually treats them. */
  readonly provider?: string;
  /** Ids of records that were merged into this one. */
  readonly mergedFrom?: readonly string[];
  /** The record that this one was merged into: it leads there, and nobody is written to by it. */
  readonly mergedInto?: string;
  /** Addresses of records that were merged into this one; nobody writes to them, whoever writes from them is known. */
  readonly otherAddresses?: readonly string[];
  /** What other systems' records call them: `https://ehr.example.com/fhir/Patient/7`, `Patient/7`, `identifier:system|value`; sorted. */
  readonly otherIds?: readonly string[];
  /** ISO instant at which all that was known of this person was erased. */
  readonly erasedAt?: string;
}

/** What was given for a contact point and cannot be used, as it stood, for a person to correct; nothing is sent there. */
export interface Unusable {
  readonly email?: string;
  readonly phone?: string;
}

export interface PostalAddress {
  readonly lines: readonly string[];
  readonly city: string;
  readonly postalCode: string;
}

export interface Treatment {
  readonly patientId: string;
  /** `<treatment type>#<date>`: the same treatment of one day is one. */
  readonly id: string;
  readonly type: string;
  readonly on: string;
  /** Only that it was between these local days is known (without them: not even that), and `on` is the last that it may have been. */
  readonly within?: { readonly first?: string; readonly last?: string };
  /** Done by somebody else; it counts for what is due, not for what the practice earned. */
  readonly elsewhere?: boolean;
  readonly product?: string;
  readonly provider?: string;
  /** Of the practice's currency's smallest unit: cents. */
  readonly price?: number;
  /** `visit#<appointment id>` or `procedure#<id>`: known from that alone, and gone when that says otherwise. */
  readonly from?: string;
  /** When staff at checkout noted that the next one should take place; it overrides the interval. */
  readonly nextOn?: string;
}

/** A product bought for home use. */
export interface Purchase {
  readonly patientId: string;
  readonly id: string;
  /** Of `practice/products.yaml`. */
  readonly product: string;
  readonly on: string;
  readonly quantity: number;
  readonly price?: number;
  /** ISO instant of this state in the system it comes from; an older one never overwrites it. */
  readonly updatedAt?: string;
}

/** A talk about a treatment, and what came of it. */
export interface Consultation {
  readonly patientId: string;
  readonly id: string;
  readonly on: string;
  /** Treatment type, where one was talked about. */
  readonly about?: string;
  readonly outcome: 'open' | 'went-ahead' | 'not-suitable' | 'declined';
  /** Why it did not move forward; each has a script of its own. */
  readonly reason?: 'price' | 'fear' | 'time' | 'second-opinion';
  readonly quote?: number;
  readonly quoteUntil?: string;
  readonly provider?: string;
}

/** Sessions that are planned as one course, perhaps paid for in advance. */
export interface Series {
  readonly patientId: string;
  readonly id: string;
  /** Treatment type. */
  readonly type: string;
  readonly sessions: number;
  readonly startedOn: string;
  readonly paid: boolean;
}

/** FHIR's status of an appointment, of which these four matter here. */
export interface Appointment {
  readonly patientId: string;
  readonly id: string;
  /** Local date. */
  readonly on: string;
  /** ISO instant, where the time is known. */
  readonly at?: string;
  readonly status: 'booked' | 'cancelled' | 'fulfilled' | 'noshow';
  /** Treatment type, where it is known what for. */
  readonly type?: string;
  readonly location?: string;
  /** ISO instant at which it was made; midnight or noon of its day in UTC, to the millisecond, where only the day is known. */
  readonly bookedAt?: string;
  /** Local days it was on before, and the ISO instant of each move; the newest last. */
  readonly moves?: readonly { readonly from: string; readonly at: string }[];
  /** Recall items that it is for, where staff noted it at the end of a call about them. */
  readonly answers?: readonly string[];
  /** ISO instant of this state in the system it comes from; an older one never overwrites it. */
  readonly updatedAt?: string;
}

/** Answer of a register of numbers, as it was asked (R13, R14). */
export interface NumberCheck {
  readonly patientId: string;
  readonly kind: 'do-not-call' | 'reassigned';
  /** E.164. */
  readonly number: string;
  /** Do-not-call: listed or not. Reassigned: yes, no, or no data. */
  readonly answer: 'yes' | 'no' | 'no-data';
  /** Local date of the question. */
  readonly on: string;
}

/** What staff noted for the care of a patient. */
export interface Care {
  readonly patientId: string;
  readonly nervous: boolean;
  /** Id of the member of the staff who calls them (R67). */
  readonly contact?: string;
  /** Who may ask on the patient's behalf. */
  readonly supportPersons: readonly SupportPerson[];
  readonly by: string;
  /** ISO instant. */
  readonly at: string;
}

export interface SupportPerson {
  readonly name: string;
  readonly relation: string;
  /** E.164, lower case: as normalised. */
  readonly phone?: string;
  readonly email?: string;
}

/** What staff said was recorded by mistake: it is gone from the record, and this says by whom and why. */
export interface Retraction {
  readonly patientId: string;
  /** `<kind>#<id of the entry>`: treatment#facial#2026-11-20. */
  readonly id: string;
  readonly reason: string;
  readonly by: string;
  /** ISO instant. */
  readonly at: string;
}

/** Everything the practice knows of a patient, read strongly. */
export interface PatientRecord {
  readonly patient: Patient;
  readonly treatments: readonly Treatment[];
  readonly purchases: readonly Purchase[];
  readonly consultations: readonly Consultation[];
  readonly series: readonly Series[];
  readonly appointments: readonly Appointment[];
  readonly settings: readonly RecallSetting[];
  readonly consents: readonly ConsentEvent[];
  readonly checks: readonly NumberCheck[];
  readonly items: readonly RecallItem[];
  /** Local day on which something about the items changes by itself. */
  readonly lookOn?: string;
  /** When a sweep looks at them again, and why not before: oldest first. */
  readonly outlooks?: readonly Outlook[];
  /** Name of the household; it is held out of contact, or contacted, as one. */
  readonly household?: string;
  readonly preferences?: Preferences;
  /** How the wishes came to be as they are, the oldest first; absent: nobody changed them. */
  readonly preferenceEvents?: readonly PreferenceEvent[];
  readonly care?: Care;
  readonly guardian?: Guardian;
  readonly minorMark?: MinorMark;
  /** Of a physician, for treatments that somebody under 18 may have only so. */
  readonly directions?: readonly Direction[];
  readonly retractions?: readonly Retraction[];
  readonly erasure?: Erasure;
  readonly copy?: CopyRequest;
}
