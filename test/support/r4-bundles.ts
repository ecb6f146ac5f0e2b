import fc from 'fast-check';
import {
  base,
  bool,
  type GeneratedPatient,
  type Json,
  maybe,
  patients,
  resourceOf,
  type Style,
  stylesOf,
  urlOf,
  uuid,
} from './r4-patients.ts';

/** Bundles that FHIR R4 allows, as servers write them, and what has to be known once they are read. */
/** Others who take part in an appointment. */
const others: readonly Json[] = [
  { actor: { reference: 'Practitioner/d1' }, status: 'accepted' },
  { actor: { reference: uuid('2', 1) }, status: 'accepted' },
  { actor: { reference: uuid('2', 2), type: 'Practitioner' }, status: 'accepted' },
  { actor: { reference: `${base}/Location/l1` }, status: 'accepted' },
  { actor: { display: 'Room 2' }, status: 'accepted' },
  { actor: { identifier: { value: 'npi-1' }, type: 'Practitioner' }, status: 'accepted' },
  { type: [{ text: 'attender' }], status: 'needs-action' },
];

const picks = fc.array(fc.nat(1000), { minLength: 1, maxLength: 2 });
const visits = fc.array(
  fc.record({
    who: picks,
    style: fc.nat(1000),
    others: fc.shuffledSubarray([...others]),
    at: fc.nat(100),
    done: bool,
    id: bool,
    url: fc.constantFrom('absolute', 'uuid', 'none'),
    version: maybe(fc.constantFrom<string>('2026-11-19T10:00:00Z', '2026-11-19T10:00:00.5+02:00')),
    named: bool,
    before: bool,
  }),
  { maxLength: 5 },
);
const procedures = fc.array(
  fc.record({
    who: fc.nat(1000),
    style: fc.nat(1000),
    id: bool,
    url: bool,
    version: bool,
    when: fc.constantFrom('day', 'instant', 'month', 'year', 'period', 'start', 'words', 'none'),
    provider: maybe(fc.constantFrom('Okoye', 'Sato')),
  }),
  { maxLength: 5 },
);

const two = (number: number): string => String(number).padStart(2, '0');

function performed(when: string, number: number): Json {
  const day = `2025-${two(number + 1)}-15`;
  const ways: Readonly<Record<string, Json>> = {
    day: { performedDateTime: day },
    instant: { performedDateTime: `${day}T18:00:00Z` },
    month: { performedDateTime: day.slice(0, 7) },
    year: { performedDateTime: String(2010 + number) },
    period: { performedPeriod: { start: day, end: `${day}T18:00:00-06:00` } },
    start: { performedPeriod: { start: day } },
    words: { performedString: day },
    // Only when it was written is known.
    none: { meta: { lastUpdated: `2024-${two(number + 1)}-10T18:00:00Z` } },
  };
  return ways[when] ?? {};
}

export interface GeneratedBundle {
  readonly patients: readonly GeneratedPatient[];
  readonly bundle: { readonly type: string; readonly entry: readonly { readonly resource: Json }[] } & Json;
  readonly order: readonly number[];
  /** Starts of the visits of each patient, and of how many treatments each has. */
  readonly starts: ReadonlyMap<number, readonly string[]>;
  readonly treatments: ReadonlyMap<number, number>;
  /** Whether all references name their patients in another bundle too. */
  readonly lasting: boolean;
}

const requests: Readonly<Record<string, (type: unknown) => Json>> = {
  transaction: (type) => ({ request: { method: 'POST', url: String(type) } }),
  batch: (type) => ({ request: { method: 'PUT', url: `${type}/1` } }),
  searchset: () => ({ search: { mode: 'match' } }),
};

const drawn = fc.record({
  patients,
  visits,
  procedures,
  type: fc.constantFrom('collection', 'searchset', 'transaction', 'batch', 'document', 'message'),
  timestamp: maybe(fc.constant('2026-11-20T08:00:00Z')),
});

/** Bundles with every order of entries. */
export const r4Bundles: fc.Arbitrary<GeneratedBundle> = drawn
  .map((drawing) => bundleOf(drawing))
  .chain((made) =>
    fc
      .shuffledSubarray([...made.bundle.entry.keys()], { minLength: made.bundle.entry.length })
      .map((order) => ({ ...made, order })),
  );

type Drawing = typeof drawn extends fc.Arbitrary<infer T> ? T : never;

function visitEntry(one: Drawing['visits'][number], number: number, start: string, people: readonly Style[]) {
  const contained = people.flatMap(({ contained: inside = [] }) => inside);
  const all = [...one.others, ...people.map(({ reference }) => ({ actor: reference, status: 'accepted' }))];
  const at = one.at % all.length;
  const urls: Readonly<Record<string, Json>> = {
    absolute: { fullUrl: `${base}/Appointment/a-${number}` },
    uuid: { fullUrl: uuid('3', number) },
  };
  return {
    ...urls[one.url],
    resource: {
      resourceType: 'Appointment',
      ...(one.id ? { id: `a-${number}` } : {}),
      ...(one.version ? { meta: { lastUpdated: one.version } } : {}),
      ...(one.named ? { identifier: [{ system: 'urn:visits', value: `V${number}` }] } : {}),
      ...(contained.length > 0 ? { contained } : {}),
      status: one.done ? 'fulfilled' : 'booked',
      start,
      end: start,
      participant: [...all.slice(at), ...all.slice(0, at)],
    },
  };
}

type VisitEntry = ReturnType<typeof visitEntry>;

function earlier({ resource, ...rest }: VisitEntry): readonly VisitEntry[] {
  const isVersioned = 'meta' in resource && 'id' in resource;
  if (!isVersioned) return [];
  const start = '2026-12-24T16:00:00Z';
  const meta = { lastUpdated: '2026-11-01T10:00:00Z' };
  return [{ ...rest, resource: { ...resource, meta, status: 'booked', start, end: start } }];
}

function bundleOf(drawing: Drawing): Omit<GeneratedBundle, 'order'> {
  const starts = new Map<number, string[]>();
  const treatments = new Map<number, number>();
  let lasting = true;
  const refer = (who: number, style: number): { readonly patient: GeneratedPatient } & Style => {
    const patient = drawing.patients[who % drawing.patients.length] as GeneratedPatient;
    const styles = stylesOf(patient);
    const chosen = styles[style % styles.length] as Style;
    lasting &&= chosen.lasting;
    return { patient, ...chosen };
  };
  const visitEntries = drawing.visits.map((one, number) => {
    const referred = one.who.map((who, index) => refer(who, one.style + index));
    // One id stands for one contained resource.
    const people = referred.some(({ contained }) => contained) ? referred.slice(0, 1) : referred;
    const start = `${one.done ? '2026-10' : '2026-12'}-${two(number + 1)}T16:00:00Z`;
    for (const who of new Set(people.map(({ patient }) => patient.number)))
      starts.set(who, [...(starts.get(who) ?? []), new Date(start).toISOString()]);
    return visitEntry(one, number, start, people);
  });
  const procedureEntries = drawing.procedures.map((one, number) => {
    const { patient, reference, contained } = refer(one.who, one.style);
    treatments.set(patient.number, (treatments.get(patient.number) ?? 0) + 1);
    return {
      ...(one.url ? { fullUrl: uuid('4', number) } : {}),
      resource: {
        resourceType: 'Procedure',
        ...(one.id ? { id: `x-${number}` } : {}),
        ...(one.version ? { meta: { lastUpdated: '2026-11-01T10:00:00Z' } } : {}),
        ...(contained ? { contained } : {}),
        status: 'completed',
        code: { text: 'Botox' },
        subject: reference,
        ...performed(one.when, number),
        ...(one.provider ? { performer: [{ actor: { display: one.provider } }] } : {}),
      },
    };
  });
  const staff = [
    { fullUrl: uuid('2', 1), resource: { resourceType: 'Practitioner', name: [{ family: 'Okoye' }] } },
    { resource: { resourceType: 'Observation', id: 'o1', status: 'final', subject: { display: 'R. Ash' } } },
  ];
  const people = drawing.patients.map((patient) => {
    const fullUrl = urlOf(patient);
    return { ...(fullUrl ? { fullUrl } : {}), resource: resourceOf(patient) };
  });
  // A history holds what was so before: it is one visit, and the newest word counts.
  const before = visitEntries.filter((_, number) => drawing.visits[number]?.before).flatMap(earlier);
  const entry = [...people, ...staff, ...visitEntries, ...before, ...procedureEntries].map((one) => ({
    ...one,
    ...requests[drawing.type]?.(one.resource.resourceType),
  }));
  const { type, timestamp } = drawing;
  const bundle = { resourceType: 'Bundle', type, ...(timestamp ? { timestamp } : {}), entry };
  return { patients: drawing.patients, bundle, starts, treatments, lasting };
}
