import { Temporal } from 'temporal-polyfill';
import { locationOf, type Practice } from '../../practice/practice.ts';
import type { TreatmentType } from '../../recall/recall-rules.ts';
import type { Guardian } from '../guardian.ts';
import type { Appointment, Patient, PatientRecord, Treatment } from '../patient.ts';
import type { PreferenceEvent } from '../preferences.ts';
import { externalIdSystem, treatmentSystem } from './resources.ts';
import { consentResource } from './write-consent.ts';
import { fhirId, type Resource, subjectOf } from './written.ts';

function patientResource(patient: Patient): Resource {
  const { email, phone, unusable, postal, region, country } = patient;
  const telecom = [
    ...(email ? [{ system: 'email', value: email }] : []),
    ...(phone ? [{ system: 'phone', value: phone, use: 'mobile' }] : []),
    // FHIR's word for what "was never correct, but retained for records".
    ...Object.entries(unusable ?? {}).map(([system, value]) => ({ system, value, use: 'old' })),
  ];
  const where = {
    ...(postal ? { line: postal.lines, city: postal.city, postalCode: postal.postalCode } : {}),
    ...(region ? { state: region } : {}),
    ...(country ? { country } : {}),
  };
  return {
    resourceType: 'Patient',
    id: fhirId(patient.id),
    identifier: [
      {
        type: { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v2-0203', code: 'MR' }] },
        system: externalIdSystem,
        value: patient.externalId,
      },
    ],
    name: [{ use: 'official', family: patient.lastName, given: [patient.firstName] }],
    ...(telecom.length > 0 ? { telecom } : {}),
    ...(Object.keys(where).length > 0 ? { address: [where] } : {}),
    ...(patient.birthDate ? { birthDate: patient.birthDate } : {}),
    ...(patient.deceased ? { deceasedBoolean: true } : {}),
    communication: [
      { language: { coding: [{ system: 'urn:ietf:bcp:47', code: patient.language }] }, preferred: true },
    ],
  };
}

function coded(type: string, types: readonly TreatmentType[]) {
  const codings = types.find(({ id }) => id === type)?.codings ?? [];
  return { coding: [{ system: treatmentSystem, code: type }, ...codings], text: type };
}

/** Where the day is not known, the days that it was one of, the last as it was taken. */
const performedOf = ({ on, within }: Treatment): Readonly<Record<string, unknown>> =>
  within
    ? { performedPeriod: { ...(within.first ? { start: within.first } : {}), end: on } }
    : { performedDateTime: on };

const procedureResource = (treatment: Treatment, types: readonly TreatmentType[]): Resource => ({
  resourceType: 'Procedure',
  id: fhirId(treatment.id),
  status: 'completed',
  code: coded(treatment.type, types),
  subject: subjectOf(treatment.patientId),
  ...performedOf(treatment),
  ...(treatment.provider ? { performer: [{ actor: { display: treatment.provider } }] } : {}),
  ...(treatment.elsewhere ? { note: [{ text: 'Done elsewhere.' }] } : {}),
});

/** Where only the day is known, noon of it: an appointment of FHIR's has an instant. */
function startOf({ at, on }: Appointment, zone: string): string {
  if (at) return at;
  const noon = Temporal.PlainDate.from(on).toZonedDateTime({ timeZone: zone, plainTime: '12:00' });
  return new Date(noon.epochMilliseconds).toISOString();
}

function appointmentResource(
  appointment: Appointment,
  zone: string,
  types: readonly TreatmentType[],
): Resource {
  const start = startOf(appointment, zone);
  return {
    resourceType: 'Appointment',
    id: fhirId(appointment.id),
    ...(appointment.updatedAt ? { meta: { lastUpdated: appointment.updatedAt } } : {}),
    status: appointment.status,
    ...(appointment.type ? { serviceType: [coded(appointment.type, types)] } : {}),
    start,
    end: start,
    ...(appointment.bookedAt ? { created: appointment.bookedAt } : {}),
    participant: [{ actor: subjectOf(appointment.patientId), status: 'accepted' }],
  };
}

const roleCodes: Readonly<Partial<Record<Guardian['relationship'], string>>> = {
  mother: 'MTH',
  father: 'FTH',
  parent: 'PRN',
  guardian: 'GUARD',
  'foster-parent': 'PRNFOST',
  'step-parent': 'STPPRN',
  grandparent: 'GRPRN',
};

/** Who speaks for a minor, and how it is known. */
function guardianResource(guardian: Guardian): Resource {
  const { patientId, name, relationship, phone, email, language, represents, evidence, by, at } = guardian;
  const code = roleCodes[relationship];
  const telecom = [
    ...(email ? [{ system: 'email', value: email }] : []),
    ...(phone ? [{ system: 'phone', value: phone }] : []),
  ];
  const speaks = represents ? 'may act for the patient' : 'not known to act for the patient';
  return {
    resourceType: 'RelatedPerson',
    id: fhirId(`guardian-${patientId}`),
    meta: { lastUpdated: at },
    text: {
      status: 'generated',
      div: `<div xmlns="http://www.w3.org/1999/xhtml">${escaped(`${speaks}; known by: ${evidence}; recorded by ${by}`)}</div>`,
    },
    active: true,
    patient: subjectOf(patientId),
    relationship: [
      {
        ...(code ? { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v3-RoleCode', code }] } : {}),
        text: relationship,
      },
    ],
    name: [{ text: name }],
    ...(telecom.length > 0 ? { telecom } : {}),
    ...(language
      ? { communication: [{ language: { coding: [{ system: 'urn:ietf:bcp:47', code: language }] } }] }
      : {}),
  };
}

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** That somebody wrote like a minor, who cleared it, and what a physician directed: FHIR R4 has no resource for either. */
const noteResource = (id: string, patientId: string, at: string, text: string): Resource => ({
  resourceType: 'Basic',
  id: fhirId(id),
  meta: { lastUpdated: at },
  code: { text },
  subject: subjectOf(patientId),
  created: at.slice(0, 10),
});

function minorNotes({ patient: { id }, minorMark, directions = [] }: PatientRecord): readonly Resource[] {
  const cleared = minorMark?.cleared
    ? `; cleared by ${minorMark.cleared.by}: ${minorMark.cleared.reason}`
    : '';
  return [
    ...(minorMark
      ? [noteResource('minor-mark', id, minorMark.at, `May be under 18, noted by ${minorMark.by}${cleared}`)]
      : []),
    ...directions.map(({ treatment, reason, by, at }) =>
      noteResource(`direction-${treatment}`, id, at, `Directed by ${by}: ${treatment}, ${reason}`),
    ),
  ];
}

/** FHIR R4 has no resource for a wish of how to be written to. */
const wishResource = ({ id, patientId, what, from, to, at, by }: PreferenceEvent): Resource => ({
  resourceType: 'Basic',
  id: fhirId(`wish-${id}`),
  meta: { lastUpdated: at },
  code: { text: `Communication preference, ${what}: ${from} -> ${to}, by ${by}` },
  subject: subjectOf(patientId),
  created: at.slice(0, 10),
});

/**
 * A patient's record as a FHIR R4 bundle: who they are, what was done, what is booked, every consent event, every change of their wishes,
 * and who speaks for them.
 */
export function writeBundle(
  record: PatientRecord,
  {
    practice,
    types,
    now,
  }: { readonly practice: Practice; readonly types: readonly TreatmentType[]; readonly now: string },
) {
  const { zone } = locationOf(practice, record.patient.location);
  const resources = [
    patientResource(record.patient),
    ...record.treatments.map((treatment) => procedureResource(treatment, types)),
    ...record.appointments.map((appointment) => appointmentResource(appointment, zone, types)),
    ...record.consents.map(consentResource),
    ...(record.preferenceEvents ?? []).map(wishResource),
    ...(record.guardian ? [guardianResource(record.guardian)] : []),
    ...minorNotes(record),
  ];
  return {
    resourceType: 'Bundle' as const,
    type: 'collection' as const,
    timestamp: now,
    entry: resources.map((resource) => ({
      fullUrl: `${practice.publicUrl}/fhir/${resource.resourceType}/${resource.id}`,
      resource,
    })),
  };
}
