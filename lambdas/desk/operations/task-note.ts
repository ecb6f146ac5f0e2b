import { obeyRevocation } from '../../../domain/consent/obey-revocation.ts';
import { currentRecord } from '../../../domain/patient/current-record.ts';
import { locationOf } from '../../../domain/practice/practice.ts';
import type { CallTask } from '../../../domain/recall/touch.ts';
import type { TaskDeskPorts } from '../recall-access.ts';

/** "Please do not call me again", written down by whoever called, is a revocation like any other (R7). */
export async function obeyNote(
  ports: TaskDeskPorts & { readonly now: string },
  task: CallTask,
  { note, by }: { readonly note: string; readonly by: string },
): Promise<void> {
  const record = await currentRecord(ports.patients, task.patientId);
  if (!record || record.patient.erasedAt) return;
  const { phone, email, language } = record.patient;
  const contact = { ...(phone ? { phone } : {}), ...(email ? { email } : {}) };
  const said = {
    messageId: `task-${task.id}`,
    receivedAt: ports.now,
    channel: 'phone' as const,
    text: note,
    contact,
    language,
    location: locationOf(ports.practice, task.location),
  };
  await obeyRevocation(said, { ...ports.revocations, now: ports.now }, { by, method: 'call' });
}
