import type { NumberCheck, PatientRecord } from '../patient/patient.ts';
import type { Patients } from '../patient/patients.ts';
import type { Practice } from '../practice/practice.ts';
import { addressTask } from '../recall/address-task.ts';
import type { Outreach } from '../recall/outreach.ts';
import type { AddressConsent } from './consent-event.ts';
import type { RegisterKind, RegisterRow } from './register-row.ts';

export interface RegisterImportPorts {
  readonly patients: Pick<
    Patients,
    'byAddress' | 'record' | 'saveCheck' | 'lookSoon' | 'keepForAddress' | 'ofAddress' | 'addConsent'
  >;
  readonly outreach: Pick<Outreach, 'suppress' | 'addTask'>;
  readonly practice: Practice;
  readonly phoneKey: (number: string) => Promise<string>;
  /** An id for a task that repeats with its answer. */
  readonly taskId: (of: string) => string;
  /** Staff member's id. */
  readonly by: string;
  /** ISO instant. */
  readonly now: string;
}

type Kept = 'changed' | 'unchanged' | 'unknown';

async function owners(number: string, ports: RegisterImportPorts): Promise<readonly PatientRecord[]> {
  const found = await ports.patients.byAddress([await ports.phoneKey(number)]);
  const own = found.filter(({ relation }) => relation === undefined);
  const records = await Promise.all(own.map(({ id }) => ports.patients.record(id)));
  return records.filter((record) => record !== undefined);
}

/** R14: whoever has the number now is somebody else: it is used no more, and staff ask for another. */
async function reassigned(
  { number, on }: RegisterRow,
  people: readonly PatientRecord[],
  ports: RegisterImportPorts,
): Promise<void> {
  await ports.outreach.suppress(await ports.phoneKey(number), 'wrong-number', ports.now);
  for (const { patient } of people) {
    const id = ports.taskId(`reassigned ${patient.id} ${number} ${on}`);
    const why =
      'the number belongs to somebody else by the register: ask for another, and make sure who it is';
    await ports.outreach.addTask(addressTask({ id, patient, why }, ports.practice, ports.now));
  }
}

/** The newest answer counts; one that is older than what is known, or the same, changes nothing. */
async function keepAnswer(
  kind: NumberCheck['kind'],
  row: RegisterRow,
  ports: RegisterImportPorts,
): Promise<Kept> {
  const people = await owners(row.number, ports);
  if (people.length === 0) return 'unknown';
  const newer = people.filter(({ checks }) => {
    const known = checks.find((check) => check.kind === kind && check.number === row.number);
    return known === undefined || known.on < row.on || (known.on === row.on && known.answer !== row.answer);
  });
  if (newer.length === 0) return 'unchanged';
  // Before the answer: what was cut off is done again, as the answer is not there yet.
  if (kind === 'reassigned' && row.answer === 'yes') await reassigned(row, newer, ports);
  for (const { patient } of newer) {
    await ports.patients.saveCheck({ ...row, patientId: patient.id, kind });
    await ports.patients.lookSoon(patient.id, ports.now);
  }
  return 'changed';
}

/** Calls and marketing texts end as of that day, for whoever has the number now or later (R13); texts of care go on. */
async function keepOwn({ number, on, answer }: RegisterRow, ports: RegisterImportPorts): Promise<Kept> {
  if (answer === 'no') return 'unchanged';
  const key = await ports.phoneKey(number);
  const events = (['call', 'text'] as const).map(
    (channel): AddressConsent => ({
      id: `own-do-not-call#${key.slice(0, 16)}#${on}#${channel}`,
      channel,
      purpose: 'marketing',
      action: 'deny',
      occurredAt: on,
      recordedAt: ports.now,
      method: 'import',
      actor: ports.by,
      wording: { text: 'On the do-not-call list of the previous system.', source: 'import of a register' },
    }),
  );
  const known = new Set((await ports.patients.ofAddress(key)).map(({ id }) => id));
  for (const event of events)
    for (const { patient } of await owners(number, ports))
      await ports.patients.addConsent({ ...event, patientId: patient.id, address: number });
  for (const event of events) await ports.patients.keepForAddress(key, event);
  return events.every(({ id }) => known.has(id)) ? 'unchanged' : 'changed';
}

/**
 * Takes one answer of a register in, as the fact that `decide` asks for (R13, R14). `unknown`: nobody here has the number, and nothing is kept; the
 * own list is kept by the number's key in any case. The same again changes nothing.
 */
export function keepRegisterRow(
  kind: RegisterKind,
  row: RegisterRow,
  ports: RegisterImportPorts,
): Promise<Kept> {
  if (kind === 'own-dnc') return keepOwn(row, ports);
  return keepAnswer(kind === 'national-dnc' ? 'do-not-call' : 'reassigned', row, ports);
}
