import escalation from 'practice:escalation';
import treatments from 'practice:treatments';
import { asKeyword } from '../../domain/consent/as-keyword.ts';
import { confirmationIn, confirmByText } from '../../domain/consent/yes-by-text.ts';
import type { Arrival } from '../../domain/inquiry/arrival.ts';
import { asAnswer, type CheckInPorts, checkInsFor, noteAnswer } from '../../domain/inquiry/check-in.ts';
import { withoutChildsWords } from '../../domain/inquiry/child-form.ts';
import { conversationsOf } from '../../domain/inquiry/elsewhere.ts';
import { recognised } from '../../domain/inquiry/known-sender.ts';
import { registerMessage } from '../../domain/inquiry/register-message.ts';
import { markMinors } from '../../domain/patient/mark-minors.ts';
import type { Patient } from '../../domain/patient/patient.ts';
import { addressKeysOf } from '../kit/address-key.ts';
import { log } from '../kit/logger.ts';
import { obeyConsents } from './consents.ts';
import {
  consentPorts,
  deliveries,
  inquiries,
  keyOfAddresses,
  outreach,
  patients,
  starts,
} from './registration-ports.ts';

const sendersOf = ({ messageId }: Arrival) => ({
  patients,
  outreach,
  types: treatments.value.treatments,
  conversations: (patient: Patient) =>
    conversationsOf(patient, {
      inquiries,
      patients,
      addressKeys: async (contact) => addressKeysOf(await keyOfAddresses(), contact),
    }),
  unknown: (error: unknown) =>
    log.error('An emergency goes on without what is known of its sender.', { messageId }, error),
});

/** One message of a patient's, after the red-flag check: who sent it, whether it answers a check-in, what it says of consent. */
export async function registerArrival(
  arrival: Arrival,
  now: string,
  isIn: (inquiryId: string) => void,
): Promise<void> {
  const ports: CheckInPorts & Parameters<typeof recognised>[1] = sendersOf(arrival);
  const consenting = { ...consentPorts, now };
  const spoken = await asKeyword(arrival, consentPorts);
  const asked = await checkInsFor(spoken, ports, now);
  // Where two questions are open, a YES is words for a person.
  const confirming = asked.length > 0 ? undefined : await confirmationIn(spoken, consenting);
  const said = confirming ? { ...spoken, keyword: true } : spoken;
  const sender = await recognised(said, ports, now);
  const { arrival: answering, answer } = asAnswer({ said, sender }, asked);
  const inquiryId = await registerOne(answering, now);
  isIn(inquiryId);
  await markMinors(patients, arrival, inquiryId);
  if (answer) await noteAnswer(ports, asked, { answer, at: arrival.receivedAt });
  // First, so that START is answered by what it brings.
  if (confirming) await confirmByText(confirming, arrival, consenting);
  // "Unsubscribe" at the foot of a newsletter is nobody's word.
  if (!arrival.byMachine) await obeyConsents(arrival, consenting);
}

/** Brings one message of a delivery into its inquiry; a batch is made anew on a retry, so its messages are remembered one by one. */
export async function registerOne(came: Arrival, now: string): Promise<string> {
  const arrival = withoutChildsWords(came);
  const id = arrival.messageId.slice(0, -2);
  const alone = id === arrival.deliveryId;
  const known = alone ? undefined : await deliveries.find(id);
  if (known?.registeredAt !== undefined) return known.inquiryIds?.[0] ?? arrival.inquiryId;
  const inquiryId = await registerMessage(arrival, {
    inquiries,
    escalations: starts,
    rules: escalation,
    now,
  });
  if (!alone) await deliveries.remember(id, { source: arrival.source, registeredAt: now, inquiryId });
  return inquiryId;
}

/** Whether somebody's answer is waited for: to a check-in, or lately treated as they are. */
export async function awaited(arrival: Arrival, now: string): Promise<boolean> {
  const ports = sendersOf(arrival);
  const { postTreatment } = await recognised(arrival, ports, now);
  return postTreatment !== undefined || (await checkInsFor(arrival, ports, now)).length > 0;
}
