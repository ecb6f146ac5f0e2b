import fc from 'fast-check';

/** Patients as FHIR R4 allows them, and every way in which others may refer to them. */
export type Json = Readonly<Record<string, unknown>>;

export const base = 'https://ehr.example.com/fhir/r4';
export const uuid = (kind: string, number: number): string =>
  `urn:uuid:00000000-0000-4000-8000-${kind}${String(number).padStart(11, '0')}`;
export const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });
export const bool = fc.boolean();

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
export const patients = fc.array(patientShape, { minLength: 1, maxLength: 3 }).map((all) =>
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
export const urlOf = (patient: GeneratedPatient): string | undefined => {
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

export const resourceOf = (patient: GeneratedPatient): Json => ({
  resourceType: 'Patient',
  ...(patient.hasId ? { id: idOf(patient) } : {}),
  ...(patient.hasNumber ? { identifier: [numberOf(patient)] } : {}),
  name: [{ family: `Ash${'abcdefgh'[patient.number]}`, given: ['Rowan'] }],
  ...(patient.born ? { birthDate: patient.born } : {}),
  ...(patient.active === undefined ? {} : { active: patient.active }),
});

export interface Style {
  readonly reference: Json;
  readonly contained?: readonly Json[];
  /** Whether it names somebody in another bundle too. */
  readonly lasting: boolean;
}

/** Every way in which R4 lets somebody be referred to. */
export function stylesOf(patient: GeneratedPatient): readonly Style[] {
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
