import fc from 'fast-check';

/** Bundles that FHIR R4 allows, as servers write them, and what has to be known once they are read. */
type Json = Readonly<Record<string, unknown>>;

const base = 'https://ehr.example.com/fhir/r4';
const uuid = (kind: string, number: number): string =>
  `urn:uuid:00000000-0000-4000-8000-${kind}${String(number).padStart(11, '0')}`;
const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });
const bool = fc.boolean();

export interface GeneratedPatient {
  readonly number: number;
  readonly hasId: boolean;
  readonly hasNumber: boolean;
  readonly hasSystem: boolean;
  readonly url: 'absolute' | 'uuid' | 'none';
  readonly born: string | undefined;
  readonly active: boolean | undefined;
}

const patientShape = fc.record({
  hasId: bool,
  hasNumber: bool,
  hasSystem: bool,
  url: fc.constantFrom('absolute' as const, 'uuid' as const, 'none' as const),
  born: maybe(fc.constantFrom('1980-02-03', '1980-02', '1980')),
  active: maybe(fc.constant(true)),
});

/** Somebody whom nothing names, or whom others could not name, is no patient that R4 lets be referred to. */
const patients = fc.array(patientShape, { minLength: 1, maxLength: 3 }).map((all) =>
  all.map((one, number): GeneratedPatient => {
    const hasId = one.hasId || (!one.hasNumber && one.url === 'none') || one.url === 'absolute';
    const hasBirth = hasId || one.hasNumber;
    return { ...one, number, hasId, born: hasBirth ? one.born : '1980-02-03' };
  }),
);

const idOf = ({ number }: GeneratedPatient): string => `p-${number}`;
const numberOf = ({ number, hasSystem }: GeneratedPatient): Json => ({
  type: { coding: [{ code: 'MR' }] },
  value: `chart-${number}`,
  ...(hasSystem ? { system: 'https://practice.example.com/charts' } : {}),
});
const urlOf = (patient: GeneratedPatient): string | undefined => {
  if (patient.url === 'absolute') return `${base}/Patient/${idOf(patient)}`;
  return patient.url === 'uuid' ? uuid('1', patient.number) : undefined;
};

/** Whether a later bundle can name them. */
export const isNamed = ({ hasId, hasNumber }: GeneratedPatient): boolean => hasId || hasNumber;
/** What the practice calls them. */
export const externalIdOf = (patient: GeneratedPatient): string => {
  if (patient.hasNumber) return `chart-${patient.number}`;
  return patient.hasId ? idOf(patient) : uuid('1', patient.number).slice('urn:uuid:'.length);
};

const resourceOf = (patient: GeneratedPatient): Json => ({
  resourceType: 'Patient',
  ...(patient.hasId ? { id: idOf(patient) } : {}),
  ...(patient.hasNumber ? { identifier: [numberOf(patient)] } : {}),
  name: [{ family: `Ash${'abcdefgh'[patient.number]}`, given: ['Rowan'] }],
  ...(patient.born ? { birthDate: patient.born } : {}),
  ...(patient.active === undefined ? {} : { active: patient.active }),
});

interface Style {
  readonly reference: Json;
  readonly contained?: readonly Json[];
  /** Whether it names somebody in another bundle too. */
  readonly lasting: boolean;
}

/** Every way in which R4 lets somebody be referred to. */
function stylesOf(patient: GeneratedPatient): readonly Style[] {
  const id = idOf(patient);
  const url = urlOf(patient);
  const places: Style[] = patient.hasId
    ? [
        { reference: { reference: `Patient/${id}` }, lasting: true },
        { reference: { reference: `Patient/${id}`, type: 'Patient', display: 'R. Ash' }, lasting: true },
        { reference: { reference: `Patient/${id}/_history/2` }, lasting: true },
      ]
    : [];
  const absolute: Style[] =
    patient.url === 'absolute'
      ? [
          { reference: { reference: `${base}/Patient/${id}` }, lasting: true },
          { reference: { reference: `${base}/Patient/${id}/_history/2` }, lasting: true },
        ]
      : [];
  const full: Style[] = url
    ? [
        { reference: { reference: url }, lasting: false },
        { reference: { reference: url, type: 'Patient' }, lasting: false },
      ]
    : [];
  const number = numberOf(patient);
  const logical: Style[] = patient.hasNumber
    ? [
        { reference: { identifier: number, type: 'Patient' }, lasting: true },
        { reference: { identifier: number }, lasting: true },
        {
          reference: { reference: '#who' },
          contained: [{ resourceType: 'Patient', id: 'who', identifier: [number] }],
          lasting: true,
        },
      ]
    : [];
  return [...places, ...absolute, ...full, ...logical];
}

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
    version: maybe(fc.constantFrom('2026-11-19T10:00:00Z', '2026-11-19T10:00:00.5+02:00')),
    named: bool,
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
  const entry = [...people, ...staff, ...visitEntries, ...procedureEntries].map((one) => ({
    ...one,
    ...requests[drawing.type]?.(one.resource.resourceType),
  }));
  const { type, timestamp } = drawing;
  const bundle = { resourceType: 'Bundle', type, ...(timestamp ? { timestamp } : {}), entry };
  return { patients: drawing.patients, bundle, starts, treatments, lasting };
}
