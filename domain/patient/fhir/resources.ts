import * as z from 'zod/mini';

/** The fields of FHIR R4 resources that are read; everything else may be there and is left alone. */
const text = z.string().check(z.maxLength(4000));
const Coding = z.looseObject({
  system: z.optional(text),
  code: z.optional(text),
  display: z.optional(text),
});
export const Concept = z.looseObject({ coding: z.optional(z.array(Coding)), text: z.optional(text) });
export type Concept = z.infer<typeof Concept>;

const Reference = z.looseObject({ reference: z.optional(text), display: z.optional(text) });
const Period = z.looseObject({ start: z.optional(text), end: z.optional(text) });
const Meta = z.looseObject({ lastUpdated: z.optional(z.iso.datetime({ offset: true })) });
/** JSON has null in a list where a value is missing and something else is said of it. */
const texts = z.array(z.nullable(text));
const id = z.string().check(z.regex(/^[A-Za-z0-9\-.]{1,64}$/));

export const PatientResource = z.looseObject({
  resourceType: z.literal('Patient'),
  id: z.optional(id),
  active: z.optional(z.boolean()),
  identifier: z.optional(
    z.array(z.looseObject({ type: z.optional(Concept), value: z.optional(text), use: z.optional(text) })),
  ),
  name: z.optional(
    z.array(
      z.looseObject({
        use: z.optional(text),
        text: z.optional(text),
        family: z.optional(text),
        given: z.optional(texts),
        period: z.optional(Period),
      }),
    ),
  ),
  telecom: z.optional(
    z.array(
      z.looseObject({
        system: z.optional(text),
        value: z.optional(text),
        use: z.optional(text),
        period: z.optional(Period),
      }),
    ),
  ),
  address: z.optional(
    z.array(
      z.looseObject({
        use: z.optional(text),
        line: z.optional(texts),
        period: z.optional(Period),
        city: z.optional(text),
        state: z.optional(text),
        postalCode: z.optional(text),
        country: z.optional(text),
      }),
    ),
  ),
  birthDate: z.optional(text),
  /** Read one by one: an odd one refuses no patient. */
  contact: z.optional(z.array(z.unknown())),
  deceasedBoolean: z.optional(z.boolean()),
  deceasedDateTime: z.optional(text),
  communication: z.optional(
    z.array(z.looseObject({ language: Concept, preferred: z.optional(z.boolean()) })),
  ),
});
export type PatientResource = z.infer<typeof PatientResource>;

const PersonName = z.looseObject({
  text: z.optional(text),
  family: z.optional(text),
  given: z.optional(texts),
});
const Points = z.optional(z.array(z.looseObject({ system: z.optional(text), value: z.optional(text) })));

/** Whom a Patient resource names to be contacted. */
export const ContactPart = z.looseObject({
  relationship: z.optional(z.array(Concept)),
  name: z.optional(PersonName),
  telecom: Points,
});

/** Who stands by a patient. */
export const RelatedPersonResource = z.looseObject({
  resourceType: z.literal('RelatedPerson'),
  id: z.optional(id),
  active: z.optional(z.boolean()),
  patient: Reference,
  relationship: z.optional(z.array(Concept)),
  name: z.optional(z.array(PersonName)),
  telecom: Points,
  communication: z.optional(
    z.array(z.looseObject({ language: Concept, preferred: z.optional(z.boolean()) })),
  ),
});
export type RelatedPersonResource = z.infer<typeof RelatedPersonResource>;

export const AppointmentResource = z.looseObject({
  resourceType: z.literal('Appointment'),
  id,
  meta: z.optional(Meta),
  status: text,
  start: z.optional(z.iso.datetime({ offset: true })),
  created: z.optional(text),
  serviceType: z.optional(z.array(Concept)),
  appointmentType: z.optional(Concept),
  reasonCode: z.optional(z.array(Concept)),
  participant: z.array(z.looseObject({ actor: z.optional(Reference) })),
});
export type AppointmentResource = z.infer<typeof AppointmentResource>;

export const ProcedureResource = z.looseObject({
  resourceType: z.literal('Procedure'),
  id: z.optional(id),
  status: text,
  code: z.optional(Concept),
  subject: Reference,
  performedDateTime: z.optional(text),
  performedPeriod: z.optional(Period),
  performer: z.optional(z.array(z.looseObject({ actor: Reference }))),
});
export type ProcedureResource = z.infer<typeof ProcedureResource>;

export const ServiceRequestResource = z.looseObject({
  resourceType: z.literal('ServiceRequest'),
  meta: z.optional(Meta),
  status: text,
  doNotPerform: z.optional(z.boolean()),
  code: z.optional(Concept),
  subject: Reference,
  occurrenceDateTime: z.optional(text),
  occurrencePeriod: z.optional(Period),
  authoredOn: z.optional(text),
  requester: z.optional(Reference),
});
export type ServiceRequestResource = z.infer<typeof ServiceRequestResource>;

const rule = {
  type: z.optional(z.enum(['deny', 'permit'])),
  period: z.optional(Period),
  purpose: z.optional(z.array(Coding)),
  code: z.optional(z.array(Concept)),
};
const Exception = z.looseObject(rule);
export type ConsentRule = z.infer<typeof Exception>;

export const ConsentResource = z.looseObject({
  resourceType: z.literal('Consent'),
  id: z.optional(id),
  meta: z.optional(Meta),
  status: text,
  patient: z.optional(Reference),
  dateTime: z.optional(text),
  sourceAttachment: z.optional(z.looseObject({ title: z.optional(text) })),
  policyRule: z.optional(Concept),
  provision: z.optional(z.looseObject({ ...rule, provision: z.optional(z.array(Exception)) })),
});
export type ConsentResource = z.infer<typeof ConsentResource>;

export const Resource = z.discriminatedUnion('resourceType', [
  PatientResource,
  AppointmentResource,
  ProcedureResource,
  ServiceRequestResource,
  ConsentResource,
  RelatedPersonResource,
]);
export type Resource = z.infer<typeof Resource>;

export const Bundle = z.looseObject({
  resourceType: z.literal('Bundle'),
  entry: z._default(
    z.array(
      z.looseObject({
        fullUrl: z.optional(z.string()),
        resource: z.optional(z.unknown()),
        request: z.optional(z.looseObject({ method: z.optional(text), url: z.optional(text) })),
      }),
    ),
    [],
  ),
});
export type Bundle = z.infer<typeof Bundle>;

/** Resources that are none of ours are passed over. */
export const knownResources: readonly string[] = [
  'Patient',
  'Appointment',
  'Procedure',
  'ServiceRequest',
  'Consent',
  'RelatedPerson',
];

/** Code systems of Heard's own for what FHIR has no code for. */
export const channelSystem = 'urn:heard:consent-channel';
export const purposeSystem = 'urn:heard:consent-purpose';
export const methodSystem = 'urn:heard:consent-method';
export const evidenceSystem = 'urn:heard:consent-evidence';
export const treatmentSystem = 'urn:heard:treatment';
export const externalIdSystem = 'urn:heard:external-id';

const referenceIn = (holder: unknown): string | undefined =>
  (holder as { reference?: string } | undefined)?.reference;

/** The references of a resource to its patients: of an appointment there may be several. */
export function patientReferences(resource: unknown): readonly string[] {
  const { resourceType, subject, patient, participant } = (resource ?? {}) as Record<string, unknown>;
  if (resourceType !== 'Appointment') {
    const reference = referenceIn(subject) ?? referenceIn(patient);
    return reference === undefined ? [] : [reference];
  }
  const actors = Array.isArray(participant) ? participant.map((one) => referenceIn(one?.actor)) : [];
  const people = actors.flatMap((reference) => reference ?? []);
  const patients = people.filter((reference) => /(^|\/)Patient\//.test(reference));
  return patients.length > 0 ? patients : people.slice(0, 1);
}

/** The reference of a resource to its patient, the first where there are several. */
export const patientReference = (resource: unknown): string | undefined => patientReferences(resource)[0];
