import type { Consultation, Treatment } from '../patient/patient.ts';

interface Talks {
  readonly consultations: readonly Pick<Consultation, 'on' | 'about' | 'outcome'>[];
  readonly treatments: readonly Pick<Treatment, 'on' | 'type' | 'elsewhere'>[];
}

export interface Asked {
  /** Local day (YYYY-MM-DD) as of which it is asked. */
  readonly today: string;
  /** Whether a talk that names no treatment counts for this one too. */
  readonly orUnnamed?: boolean;
}

/**
 * The local day on which it was last said that a treatment type does not suit this patient (spec: "never after not suitable"); undefined where
 * nobody said so, where a later talk about it was open or went ahead, or where it was given here after all. Of two words of one day "not
 * suitable" is the last. That a patient declined takes nothing back.
 */
export function notSuitableSince(
  { consultations, treatments }: Talks,
  type: string,
  { today, orUnnamed = false }: Asked,
): string | undefined {
  const told = consultations
    .filter(({ on, about }) => on <= today && (about === type || (orUnnamed && about === undefined)))
    .filter(({ outcome }) => outcome !== 'declined')
    .toSorted(
      (a, b) =>
        a.on.localeCompare(b.on) ||
        Number(a.outcome === 'not-suitable') - Number(b.outcome === 'not-suitable'),
    )
    .at(-1);
  if (told?.outcome !== 'not-suitable') return undefined;
  const given = treatments.some(
    (one) => one.type === type && !one.elsewhere && one.on > told.on && one.on <= today,
  );
  return given ? undefined : told.on;
}
