import { CsvError, parse } from 'csv-parse/sync';
import * as z from 'zod/mini';
import { DomainError } from '../../../domain/errors.ts';
import { normaliseEmail, normalisePhone } from '../../../domain/inquiry/map-request.ts';
import { type ImportContext, type ImportedRow, importRow } from '../../../domain/patient/import-row.ts';
import { type KeepPorts, keepRows, refreshItems } from '../../../domain/patient/keep-patient.ts';
import type { SupportPerson } from '../../../domain/patient/patient.ts';
import { type Operation, operation } from '../operation.ts';
import { ImportReport, PatientView } from '../recall-schemas.ts';
import { patientView } from '../recall-view.ts';
import { pageOf, paging } from '../schemas.ts';

export interface PatientPorts extends Omit<KeepPorts, 'now'> {
  readonly importContext: () => Promise<Omit<ImportContext, 'now'>>;
}

/** One request's worth: the command line cuts a file into such pieces. */
export const rowsPerImport = 500;

type Row = Readonly<Record<string, string>>;
interface Numbered {
  readonly record: Row;
  readonly info: { readonly lines: number };
}

function rowsOf(text: string): readonly Numbered[] {
  try {
    return parse(text, {
      columns: true,
      bom: true,
      skip_empty_lines: true,
      trim: true,
      relax_column_count: true,
      info: true,
    }) as unknown as Numbered[];
  } catch (error) {
    if (error instanceof CsvError)
      throw new DomainError('invalid', 'The file is no CSV with a first line of column names.');
    throw error;
  }
}

/** Patients taken in at the same time: enough to hide the way to the table, few enough to leave it room. */
const patientsAtOnce = 8;

interface Read {
  readonly byPatient: ReadonlyMap<string, readonly ImportedRow[]>;
  readonly errors: readonly { readonly line: number; readonly reason: string }[];
}

function readAll(rows: readonly Numbered[], firstLine: number, context: ImportContext): Read {
  const read: ImportedRow[] = [];
  const errors: { line: number; reason: string }[] = [];
  for (const { record, info } of rows) {
    try {
      read.push(importRow(record, context));
    } catch (error) {
      errors.push({ line: firstLine + info.lines - 1, reason: (error as Error).message });
    }
  }
  return { byPatient: Map.groupBy(read, ({ patient }) => patient.id), errors };
}

async function importAll({ byPatient, errors }: Read, ports: KeepPorts) {
  const waiting = [...byPatient.values()];
  const total = { changed: 0, unchanged: 0 };
  const work = async (): Promise<void> => {
    for (let rows = waiting.shift(); rows; rows = waiting.shift()) {
      const { changed, unchanged } = await keepRows(ports, rows);
      total.changed += changed;
      total.unchanged += unchanged;
    }
  };
  await Promise.all(Array.from({ length: patientsAtOnce }, work));
  return { ...total, errors };
}

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

export const patientOperations = (ports: PatientPorts): readonly Operation[] => [
  operation({
    id: 'listPatients',
    method: 'GET',
    path: '/v1/patients',
    summary: 'Patients, a page at a time',
    query: z.object(paging),
    success: { status: 200, schema: pageOf(PatientView) },
    run: async ({ query }) => {
      const page = await ports.patients.list(query);
      return { body: { ...page, items: page.items.map(patientView) } };
    },
  }),
  operation({
    id: 'importPatients',
    method: 'POST',
    path: '/v1/imports',
    summary: `Patients with treatments, appointments and consent as CSV, at most ${rowsPerImport} rows; importing again changes nothing`,
    roles: ['manager'],
    contentType: 'text/csv',
    query: z.object({ firstLine: z._default(z.coerce.number().check(z.int(), z.minimum(1)), 1) }),
    body: z.string().check(z.minLength(1), z.maxLength(4_000_000)),
    success: { status: 200, schema: ImportReport },
    run: async ({ query, body, now, newId }) => {
      const rows = rowsOf(body);
      if (rows.length > rowsPerImport)
        throw new DomainError('invalid', `Send at most ${rowsPerImport} rows at a time.`);
      const context = { ...(await ports.importContext()), now };
      const tally = await importAll(readAll(rows, query.firstLine, context), { ...ports, now });
      return { body: { importId: newId(), rows: rows.length, ...tally } };
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
      const patientId = parameters.id ?? '';
      if (!(await ports.patients.record(patientId)))
        throw new DomainError('not-found', 'There is no such patient.');
      const { country } = ports.practice;
      const supportPersons = body.supportPersons.map((person) => reachable(person, country));
      for (const person of supportPersons)
        await ports.patients.link(await ports.contactKeys(person), patientId, person.relation);
      await ports.patients.saveCare({
        patientId,
        nervous: body.nervous,
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
    summary: 'A booking, or its cancellation: recall stops at once, or goes on',
    body: z.strictObject({
      id: z.string().check(z.regex(/^[A-Za-z0-9_.:-]{1,80}$/)),
      on: z.iso.date(),
      status: z.enum(['booked', 'cancelled']),
    }),
    success: { status: 204 },
    run: async ({ parameters, body, now }) => {
      const patientId = parameters.id ?? '';
      const record = await ports.patients.record(patientId);
      if (!record) throw new DomainError('not-found', 'There is no such patient.');
      await ports.patients.saveAppointment({ patientId, ...body });
      await refreshItems({ ...ports, now }, patientId);
      return {};
    },
  }),
];
