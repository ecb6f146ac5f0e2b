import * as z from 'zod/mini';
import { DomainError } from '../../../domain/errors.ts';
import { normaliseEmail, normalisePhone } from '../../../domain/inquiry/map-request.ts';
import { speakersOf } from '../../../domain/patient/guardian.ts';
import { mustHaveBeen } from '../../../domain/patient/has-been.ts';
import { fromVisit } from '../../../domain/patient/import-entries.ts';
import { filled, type ImportedRow } from '../../../domain/patient/imported.ts';
import { type KeepPorts, keepRows } from '../../../domain/patient/keep-patient.ts';
import type { Appointment, PatientRecord, SupportPerson } from '../../../domain/patient/patient.ts';
import { serviceNamed } from '../../../domain/patient/services.ts';
import { relinkSupport } from '../../../domain/patient/support-links.ts';
import { mayBook } from '../../../domain/patient/under-age-booking.ts';
import { type Operation, operation } from '../operation.ts';
import { worksAt } from '../reach.ts';
import { PatientView } from '../recall-schemas.ts';
import { patientView } from '../recall-view.ts';
import { livingOf } from '../record-access.ts';
import { pageOf, paging } from '../schemas.ts';

export type PatientPorts = Omit<KeepPorts, 'now'>;

type Given = {
  readonly name: string;
  readonly relation: string;
  readonly phone?: string | undefined;
  readonly email?: string | undefined;
};

/** A support person with addresses as messages from them will show them. */
function reachable({ name, relation, phone, email }: Given, country: string): SupportPerson {
  const number = phone ? normalisePhone(phone, country) : undefined;
  const address = email ? normaliseEmail(email) : undefined;
  if ((phone && !number) || (email && !address))
    throw new DomainError(
      'invalid',
      'A support person cannot be reached so: correct the phone number or the e-mail address.',
    );
  return { name, relation, ...(number ? { phone: number } : {}), ...(address ? { email: address } : {}) };
}

interface Visit {
  readonly id: string;
  readonly on: string;
  readonly status: Appointment['status'];
  readonly at?: string | undefined;
  readonly type?: string | undefined;
  readonly location?: string | undefined;
}

/** A visit as a member of the staff, or the practice's other software, tells of it: it is the newest word. Throws DomainError. */
function visitRow(
  record: PatientRecord,
  { id, on, status, at, type: name, location }: Visit,
  { types, practice, now }: Pick<KeepPorts, 'types' | 'practice' | 'now'>,
): ImportedRow {
  const { patient, appointments } = record;
  const known = appointments.find((one) => one.id === id);
  const type = name === undefined ? known?.type : serviceNamed(name, types)?.id;
  if (name !== undefined && type === undefined)
    throw new DomainError(
      'invalid',
      'The treatment is not in practice/treatments.yaml: use an id or a name of it.',
    );
  if (location !== undefined && !practice.locations.some((one) => one.id === location))
    throw new DomainError('invalid', 'There is no such location.');
  // Since when it stands: by this, reports know what came before the booking.
  const stands = known?.status === 'booked' ? known.bookedAt : undefined;
  const bookedAt = stands ?? (status === 'booked' ? now : undefined);
  const { id: patientId, schema, externalId } = patient;
  if (status === 'booked')
    mayBook(record, { on, treatments: type === undefined ? [] : [type] }, { practice, types });
  const isDone = status === 'fulfilled' && type !== undefined;
  return {
    patient: { id: patientId, schema, externalId },
    appointments: [
      {
        patientId,
        id,
        on,
        status,
        ...filled({ at: at && new Date(at).toISOString(), type, location, bookedAt }),
        ...(known?.updatedAt ? { updatedAt: now } : {}),
      },
    ],
    treatments: isDone ? [{ patientId, id: `${type}#${on}`, type, on, from: fromVisit(id) }] : [],
  };
}

export const patientOperations = (ports: PatientPorts): readonly Operation[] => [
  operation({
    id: 'listPatients',
    method: 'GET',
    path: '/v1/patients',
    summary: 'Patients of the locations you work at, a page at a time; a page may have fewer than asked for',
    query: z.object(paging),
    success: { status: 200, schema: pageOf(PatientView) },
    run: async ({ query, member }) => {
      const page = await ports.patients.list(query);
      const own = page.items.filter(({ location }) => worksAt(member, location, ports));
      return { body: { ...page, items: own.map(patientView) } };
    },
  }),
  operation({
    id: 'noteCare',
    method: 'PUT',
    path: '/v1/patients/{id}/care',
    summary:
      'Flag a patient as nervous (a named person calls the same day), and say who may ask on their behalf',
    body: z.strictObject({
      nervous: z.boolean(),
      /** Id of the member of the staff whom the patient knows by name; who usually treats them without it. */
      contact: z.optional(z.string().check(z.minLength(1), z.maxLength(40))),
      supportPersons: z
        .array(
          z.strictObject({
            name: z.string().check(z.minLength(1), z.maxLength(200)),
            relation: z.string().check(z.minLength(1), z.maxLength(40)),
            phone: z.optional(z.string().check(z.maxLength(40))),
            email: z.optional(z.string().check(z.maxLength(254))),
          }),
        )
        .check(z.maxLength(10)),
    }),
    success: { status: 204 },
    run: async ({ parameters, body, member, now }) => {
      const { patient, care, guardian } = await livingOf(ports, parameters.id);
      const patientId = patient.id;
      const { country } = ports.practice;
      const supportPersons = body.supportPersons.map((person) => reachable(person, country));
      const before = speakersOf({ ...(care ? { care } : {}), ...(guardian ? { guardian } : {}) });
      const speak = [...supportPersons, ...speakersOf(guardian ? { guardian } : {})];
      await relinkSupport(ports, patientId, { before, now: speak });
      await ports.patients.saveCare({
        patientId,
        nervous: body.nervous,
        ...(body.contact === undefined ? {} : { contact: body.contact }),
        supportPersons,
        by: member.id,
        at: now,
      });
      return {};
    },
  }),
  operation({
    id: 'bookAppointment',
    method: 'POST',
    path: '/v1/patients/{id}/appointments',
    summary:
      'A booking, or what became of it: recall stops at once, or goes on; a completed visit for a known treatment is that treatment, and one that is corrected takes it back',
    body: z.strictObject({
      id: z.string().check(z.regex(/^[A-Za-z0-9_.:-]{1,80}$/)),
      on: z.iso.date(),
      status: z.enum(['booked', 'cancelled', 'fulfilled', 'noshow']),
      at: z.optional(z.iso.datetime({ offset: true })),
      type: z.optional(z.string().check(z.maxLength(100))),
      location: z.optional(z.string().check(z.maxLength(40))),
    }),
    success: { status: 204 },
    run: async ({ parameters, body, now }) => {
      const record = await livingOf(ports, parameters.id);
      if (body.status === 'fulfilled' || body.status === 'noshow')
        mustHaveBeen(record.patient, { on: body.on }, { ...ports, now });
      await keepRows({ ...ports, now }, [visitRow(record, body, { ...ports, now })]);
      return {};
    },
  }),
];
