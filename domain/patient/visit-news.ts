import type { ImportedRow } from './imported.ts';
import { newer } from './merge-known.ts';
import type { Appointment, Treatment } from './patient.ts';

interface KnownVisits {
  readonly appointments: ReadonlyMap<string, Appointment>;
  readonly treatments: ReadonlyMap<string, Treatment>;
}

const visit = 'visit#';

/**
 * What a row says of visits beside what is known: the appointments, the treatments that hold by them, and treatments that were known from a
 * visit or a procedure alone and are none (it was missed, cancelled, moved, or entered in error). What staff recorded, or two sources told of, stays.
 */
export function visitNews(
  row: ImportedRow,
  known: KnownVisits,
): {
  readonly appointments: readonly Appointment[];
  readonly treatments: readonly Treatment[];
  readonly gone: readonly Treatment[];
} {
  const states = (row.visits ?? []).flatMap((state) => {
    const before = known.appointments.get(state.id);
    return before ? [{ ...before, ...state }] : [];
  });
  const appointments = [...(row.appointments ?? []), ...states];
  const after = new Map(appointments.map((one) => [one.id, newer(known.appointments.get(one.id), one)]));
  const holds = ({ from, on }: Treatment): boolean => {
    const appointment = from?.startsWith(visit) ? after.get(from.slice(visit.length)) : undefined;
    return !appointment || (appointment.status === 'fulfilled' && appointment.on === on);
  };
  const treatments = (row.treatments ?? []).filter(holds);
  const ids = new Set(treatments.map(({ id }) => id));
  const gone = [...known.treatments.values()].filter(
    (one) =>
      one.from !== undefined && !ids.has(one.id) && (!holds(one) || (row.settles ?? []).includes(one.from)),
  );
  return { appointments, treatments, gone };
}

/** A treatment after news of it. Known from two sources, or from staff, it stands by itself: no one source takes it away. */
export function withSource(known: Treatment | undefined, news: Treatment): Treatment {
  if (!known) return news;
  const { from, ...merged } = { ...known, ...news };
  return known.from !== undefined && known.from === from ? { ...merged, from } : merged;
}
