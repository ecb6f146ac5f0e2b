import type { PatientRecord, SupportPerson, Treatment } from '../patient/patient.ts';
import { daysSince, type TreatmentWindow, windowOn } from '../patient/treatment-window.ts';
import { localDay } from '../recall/local-day.ts';
import type { TreatmentType } from '../recall/recall-rules.ts';
import type { InquiryMessage } from './message.ts';

/** A patient to whom the address of an inquiry leads; with the relation that staff recorded, who writes is a support person of theirs. */
export interface KnownPerson {
  readonly patientId: string;
  readonly relation?: string;
}

export interface LastTreatment extends Pick<Treatment, 'type' | 'on' | 'product' | 'provider' | 'elsewhere'> {
  readonly days: number;
}

/** What a clinician has to know of a patient before calling them. For the page behind a sign-in or a signed link, never for an alert (R25). */
export interface ClinicalNote {
  readonly name: string;
  readonly relation?: string;
  readonly phone?: string;
  readonly window?: TreatmentWindow;
  /** The newest treatments, newest first. */
  readonly treatments: readonly LastTreatment[];
  readonly nervous: boolean;
  readonly supportPersons: readonly SupportPerson[];
}

const newest = 3;

/** The note of one patient, at `now` (ISO) where the practice is. */
export function clinicalNote(
  { patient, treatments, care }: PatientRecord,
  types: readonly TreatmentType[],
  { now, zone, relation }: { readonly now: string; readonly zone: string; readonly relation?: string },
): ClinicalNote {
  const today = localDay(now, zone);
  const window = windowOn(today, treatments, types);
  const done = treatments.filter(({ on }) => on <= today).toSorted((a, b) => (a.on < b.on ? 1 : -1));
  return {
    name: `${patient.firstName} ${patient.lastName}`.trim(),
    ...(relation === undefined ? {} : { relation }),
    ...(patient.phone === undefined ? {} : { phone: patient.phone }),
    ...(window ? { window } : {}),
    treatments: done.slice(0, newest).map(({ type, on, product, provider, elsewhere }) => ({
      type,
      on,
      days: daysSince(on, today),
      ...(product ? { product } : {}),
      ...(provider ? { provider } : {}),
      ...(elsewhere ? { elsewhere } : {}),
    })),
    nervous: care?.nervous ?? false,
    supportPersons: care?.supportPersons ?? [],
  };
}

/** Ids of the rules that raised the level of a patient's messages, each once, the newest message's first. */
export const matchedRules = (messages: readonly InquiryMessage[]): readonly string[] => [
  ...new Set(
    messages.toReversed().flatMap(({ direction, flags }) => (direction === 'in' ? (flags ?? []) : [])),
  ),
];
