import * as z from 'zod/mini';
import { DomainError } from '../../../domain/errors.ts';
import { normaliseEmail, normalisePhone } from '../../../domain/inquiry/map-request.ts';
import { type Guardian, relationships, representsBy } from '../../../domain/patient/guardian.ts';
import { keepGuardian } from '../../../domain/patient/keep-guardian.ts';
import { serviceNamed } from '../../../domain/patient/services.ts';
import { type Operation, operation } from '../operation.ts';
import { changed, type RecordPorts } from '../record-access.ts';
import { RecordView } from '../record-schemas.ts';
import { shown } from '../shown.ts';

const reason = z.string().check(z.minLength(3), z.maxLength(500));

const NewGuardian = z.strictObject({
  name: z.string().check(z.minLength(1), z.maxLength(200)),
  relationship: z.enum(relationships),
  phone: z.optional(z.string().check(z.maxLength(40))),
  email: z.optional(z.string().check(z.maxLength(254))),
  language: z.optional(z.enum(['en', 'es'])),
  /** They may act for the minor. Parents and guardians do, unless you say otherwise; others only where you say so. */
  represents: z.optional(z.boolean()),
  /** The minor consents to this care alone under the law of your state: the guardian is not contacted. */
  minorConsentsAlone: z._default(z.boolean(), false),
  /** How you know: the paper, or who was there. */
  evidence: z.string().check(z.minLength(3), z.maxLength(300)),
});

type Told = z.infer<typeof NewGuardian>;
type Author = Pick<Guardian, 'patientId' | 'by' | 'at'>;

/** A guardian with addresses as messages from them will show them. Throws DomainError for one that cannot be reached so. */
function guardianOf(told: Told, author: Author, country: string): Guardian {
  const phone = told.phone ? normalisePhone(told.phone, country) : undefined;
  const email = told.email ? normaliseEmail(told.email) : undefined;
  if ((told.phone && !phone) || (told.email && !email))
    throw new DomainError(
      'invalid',
      'The guardian cannot be reached so: correct the phone number or the e-mail address.',
    );
  const { name, relationship, language, represents, minorConsentsAlone, evidence } = told;
  return {
    ...author,
    name,
    relationship,
    ...(phone ? { phone } : {}),
    ...(email ? { email } : {}),
    ...(language ? { language } : {}),
    represents: represents ?? representsBy(relationship),
    ...(minorConsentsAlone ? { minorConsentsAlone } : {}),
    evidence,
  };
}

/** What is particular to people under 18 (R36): who speaks for them, that they wrote like one, and what a physician directed. */
export const minorOperations = (ports: RecordPorts): readonly Operation[] => [
  operation({
    id: 'recordGuardian',
    method: 'PUT',
    path: '/v1/patients/{id}/guardian',
    summary:
      'Record who may speak for a patient under 18: reminders go to them, by their own address and consent, until the patient is of age',
    body: shown(NewGuardian, {
      name: 'Maria Ash',
      relationship: 'mother',
      phone: '+15125550142',
      language: 'es',
      evidence: 'intake form of 2 November 2026, seen by the front desk',
    }),
    success: { status: 200, schema: RecordView },
    run: ({ parameters: { id }, body, member, now }) =>
      changed(ports, { id, now }, (record) => {
        const patientId = record.patient.id;
        const guardian = guardianOf(body, { patientId, by: member.id, at: now }, ports.practice.country);
        return keepGuardian(ports, patientId, record, guardian);
      }),
  }),
  operation({
    id: 'removeGuardian',
    method: 'POST',
    path: '/v1/patients/{id}/guardian/removal',
    summary: 'Nobody is known any more who may speak for a patient: reminders of a minor are tasks again',
    body: z.strictObject({ reason }),
    success: { status: 200, schema: RecordView },
    run: ({ parameters: { id }, now }) =>
      changed(ports, { id, now }, (record) => keepGuardian(ports, record.patient.id, record, undefined)),
  }),
  operation({
    id: 'noteMinor',
    method: 'POST',
    path: '/v1/patients/{id}/minor',
    summary:
      'Say, with a reason, that a patient may be under 18 although no birth date is known, or that they are not: marketing stops at once, or may go on',
    body: z.strictObject({ minor: z.boolean(), reason }),
    success: { status: 200, schema: RecordView },
    run: ({ parameters: { id }, body, member, now }) =>
      changed(ports, { id, now }, async (record) => {
        const { minorMark, patient } = record;
        const by = { by: member.id, at: now, reason: body.reason };
        if (body.minor) return ports.patients.saveMinorMark({ patientId: patient.id, ...by });
        if (!minorMark || minorMark.cleared)
          throw new DomainError('invalid', 'Nothing says that this patient may be under 18.');
        return ports.patients.saveMinorMark({ ...minorMark, cleared: by });
      }),
  }),
  operation({
    id: 'recordDirection',
    method: 'POST',
    path: '/v1/patients/{id}/directions',
    summary:
      'A physician’s direction that a patient under 18 may have a treatment that may not be booked for them otherwise',
    roles: ['physician'],
    body: z.strictObject({ treatment: z.string().check(z.minLength(1), z.maxLength(100)), reason }),
    success: { status: 200, schema: RecordView },
    run: ({ parameters: { id }, body, member, now }) =>
      changed(ports, { id, now }, async ({ patient }) => {
        const treatment = serviceNamed(body.treatment, ports.types)?.id;
        if (treatment === undefined)
          throw new DomainError(
            'invalid',
            'The treatment is not in practice/treatments.yaml: use an id or a name of it.',
          );
        await ports.patients.saveDirection({
          patientId: patient.id,
          treatment,
          reason: body.reason,
          by: member.id,
          at: now,
        });
      }),
  }),
];
