import type { Spoken } from '../inquiry/arrival.ts';
import { localDay } from '../recall/local-day.ts';
import type { CallTask } from '../recall/touch.ts';
import type { AddressOwner } from './address-owners.ts';
import { saidByNumber } from './read-revocation.ts';
import type { Revocation } from './revocation.ts';
import type { RevocationPorts } from './revocation-ports.ts';

const hearsay =
  'somebody wrote, not from the number itself, that it belongs to somebody else: ask, and put another number down';

const whyOf = ({ intent, perhapsAppointment, sentence }: Revocation, arrival: Spoken): string | undefined => {
  if (intent === 'wrong-number' && !saidByNumber(arrival)) return hearsay;
  if (perhapsAppointment) return 'wrote CANCEL: texts have stopped; did they mean the appointment? Ask them';
  const by = sentence ? ` (“${sentence}”)` : '';
  if (intent === 'unsure')
    return `perhaps wants no more messages${by}: marketing has stopped; read what they wrote`;
  return intent === 'wrong-number' ? 'the number belongs to somebody else: ask for another' : undefined;
};

/** Tells staff what a person has to settle, where there is something. */
export async function giveTasks(
  revocation: Revocation,
  arrival: Spoken,
  people: readonly AddressOwner[],
  ports: RevocationPorts,
): Promise<void> {
  const why = whyOf(revocation, arrival);
  if (why)
    await giveEach(revocation.intent === 'wrong-number' ? 'address' : 'review', why, arrival, people, ports);
}

/** A task for each of these patients, with its reason; the same message gives it once. */
export async function giveEach(
  kind: CallTask['kind'],
  why: string,
  arrival: Spoken,
  people: readonly AddressOwner[],
  ports: RevocationPorts,
): Promise<void> {
  for (const { id } of people) {
    const taskId = ports.taskId(`${arrival.messageId} ${id}`);
    const { location } = arrival;
    const dueOn = localDay(arrival.receivedAt, location.zone);
    await ports.outreach.addTask({
      id: taskId,
      touchId: taskId,
      patientId: id,
      location: location.id,
      kind,
      dueOn,
      why,
      ...(kind === 'review' ? { revokedAt: arrival.receivedAt } : {}),
      state: 'open',
    });
  }
}
