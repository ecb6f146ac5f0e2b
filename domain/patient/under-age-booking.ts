import { DomainError } from '../errors.ts';
import type { Practice } from '../practice/practice.ts';
import type { TreatmentType } from '../recall/recall-rules.ts';
import { isMinorOn } from './guardian.ts';
import type { PatientRecord } from './patient.ts';

/** A physician's direction that somebody under 18 may have a treatment that is cosmetic otherwise. */
export interface Direction {
  readonly patientId: string;
  /** Treatment type. */
  readonly treatment: string;
  readonly reason: string;
  /** The physician's id, and the ISO instant. */
  readonly by: string;
  readonly at: string;
}

const injected =
  /toxin|botox|dysport|xeomin|azzalure|bocouture|daxxify|filler|juv[eé]derm|restylane|radiesse|hydroxylapatite|lactic|sculptra|profhilo/i;

const takenOut = /dissolv|remov|revers|hyaluronidase/i;

/** Botulinum toxin and fillers: as the catalogue says, or by their names. */
export const isCosmeticInjection = ({ id, names, cosmeticInjection }: TreatmentType): boolean =>
  cosmeticInjection ?? [id, ...names].some((name) => injected.test(name) && !takenOut.test(name));

/** Where the Botulinum Toxin and Cosmetic Fillers (Children) Act 2021 holds; of the country England is a part. */
const offenceIn = 'GB';

export interface WantedVisit {
  /** Local date. */
  readonly on: string;
  /** Treatment types; none where nobody said what it is for. */
  readonly treatments: readonly string[];
}

/**
 * Why a visit may not be booked (R36): in England it is an offence to book toxin or filler for somebody under 18 but under a doctor's directions.
 * Undefined where it may. A visit of a minor of which nobody says what it is for may be one of these.
 */
export function whyNotBooked(
  record: Pick<PatientRecord, 'patient' | 'minorMark' | 'directions'>,
  { on, treatments }: WantedVisit,
  {
    practice,
    types,
  }: { readonly practice: Pick<Practice, 'country'>; readonly types: readonly TreatmentType[] },
): string | undefined {
  if (practice.country !== offenceIn || !isMinorOn(record, on)) return undefined;
  if (treatments.length === 0)
    return 'This patient is under 18, or wrote as if: say what the visit is for. Toxin and fillers may not be booked for them but under a physician’s direction.';
  const directed = record.directions?.map(({ treatment }) => treatment) ?? [];
  const refused = treatments.some((id) => {
    const type = types.find((one) => one.id === id);
    return type !== undefined && isCosmeticInjection(type) && !directed.includes(id);
  });
  return refused
    ? 'This patient is under 18, or wrote as if: booking toxin or filler for them is an offence in England, unless a physician directs it. A physician records that with POST /v1/patients/{id}/directions.'
    : undefined;
}

/** Throws DomainError for a visit that may not be booked. */
export function mayBook(...asked: Parameters<typeof whyNotBooked>): void {
  const reason = whyNotBooked(...asked);
  if (reason !== undefined) throw new DomainError('invalid', reason);
}
