import type { ImportedRow } from './imported.ts';
import { newer, same } from './merge-known.ts';
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
    if (!before || (row.undated && before.status === state.status)) return [];
    return [{ ...before, ...state }];
  });
  const appointments = [...(row.appointments ?? []), ...states];
  const after = new Map(appointments.map((one) => [one.id, newer(known.appointments.get(one.id), one)]));
  const holds = ({ from, on }: Treatment): boolean => {
    const appointment = from?.startsWith(visit) ? after.get(from.slice(visit.length)) : undefined;
    return !appointment || (appointment.status === 'fulfilled' && appointment.on === on);
  };
  const treatments = (row.treatments ?? [])
    .filter(holds)
    .map((one) => asBefore(one, [...known.treatments.values()]));
  const ids = new Set(treatments.map(({ id }) => id));
  const gone = [...known.treatments.values()].filter(
    (one) =>
      one.from !== undefined && !ids.has(one.id) && (!holds(one) || (row.settles ?? []).includes(one.from)),
  );
  return { appointments, treatments, gone };
}

/** One whose day is not known was on the day that it was taken for first, as long as nothing more is said of it. */
function asBefore(news: Treatment, all: readonly Treatment[]): Treatment {
  const { within, from, type } = news;
  const before = all.find(
    (one) => within && one.within && one.from === from && one.type === type && same(one.within, within),
  );
  return before ? { ...news, id: before.id, on: before.on } : news;
}

/**
 * A treatment after news of it. Known from two sources, or from staff, it stands by itself: no one source takes it away, and what another visit or
 * procedure says of it only adds, so that two that are told of again do not take turns.
 */
export function withSource(known: Treatment | undefined, news: Treatment): Treatment {
  if (!known) return news;
  const isSame = known.from === news.from;
  const adds = !isSame && news.from !== undefined;
  const { from, within, ...merged } = adds ? { ...news, ...known } : { ...known, ...news };
  void within;
  const isUnsure = news.within !== undefined && (isSame || known.within !== undefined);
  return {
    ...merged,
    ...(isUnsure && news.within ? { within: news.within } : {}),
    ...(isSame && from !== undefined ? { from } : {}),
  };
}
