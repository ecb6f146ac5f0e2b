import { createHash } from 'node:crypto';
import type { Patients } from '../../domain/patient/patients.ts';
import type { Outreach } from '../../domain/recall/outreach.ts';
import type { Touch, TouchState } from '../../domain/recall/touch.ts';
import { addressKey } from '../kit/address-key.ts';

/** An event of SES, in the shape of event publishing (`eventType`) or of feedback notifications (`notificationType`). */
export interface SesEvent {
  readonly eventType?: string;
  readonly notificationType?: string;
  readonly mail?: {
    readonly destination?: readonly string[];
    readonly tags?: Readonly<Record<string, readonly string[]>>;
  };
  readonly bounce?: { readonly bounceType?: string };
}

export interface SettlePorts {
  readonly patients: Pick<Patients, 'record'>;
  readonly outreach: Outreach;
  readonly addressKey: () => Promise<string>;
  /** A reply of the staff arrived at the patient's mail server. */
  readonly delivered: (inquiryId: string, messageId: string, now: string) => Promise<void>;
  /** An alert to a member of the staff came back. */
  readonly alertBounced: (
    inquiryId: string,
    staff: string,
    now: string,
    bounce: 'hard' | 'soft',
  ) => Promise<void>;
  /** A reply of the staff came back. */
  readonly bounced: (inquiryId: string, messageId: string, now: string) => Promise<void>;
}

interface Outcome {
  readonly state: TouchState;
  readonly suppress?: string;
}

function outcomeOf(event: SesEvent): Outcome | undefined {
  const type = event.eventType ?? event.notificationType;
  if (type === 'Delivery') return { state: 'delivered' };
  if (type === 'Complaint') return { state: 'delivered', suppress: 'complaint' };
  if (type === 'Bounce')
    return event.bounce?.bounceType === 'Permanent'
      ? { state: 'bounced', suppress: 'bounce' }
      : { state: 'bounced' };
  return undefined;
}

async function moveTouch(outreach: Outreach, touch: Touch, state: TouchState): Promise<void> {
  for (const from of ['sent', 'sending', 'unknown'] as const)
    if (await outreach.move(touch, from, { state })) return;
}

/** What concerns an inquiry: a reply of the staff, or an alert to them. False where it is about something else. */
async function settledInquiry(
  ports: SettlePorts,
  tags: Readonly<Record<string, readonly string[]>>,
  { state, suppress }: Outcome,
  now: string,
): Promise<boolean> {
  const [inquiryId = '', messageId = '', staff] = [
    tags.inquiryId?.[0],
    tags.messageId?.[0],
    tags.staffId?.[0],
  ];
  const bounced = state === 'bounced';
  if (tags.kind?.[0] === 'reply') {
    await (bounced ? ports.bounced : ports.delivered)(inquiryId, messageId, now);
    return true;
  }
  if (!staff || !inquiryId) return false;
  if (bounced) await ports.alertBounced(inquiryId, staff, now, suppress ? 'hard' : 'soft');
  return true;
}

/**
 * Settles a touch by what its channel says. A hard bounce or a complaint suppresses the address at once. Repeated or reordered events
 * change nothing that a later one has settled.
 */
export async function settle(ports: SettlePorts, event: SesEvent, now: string): Promise<void> {
  const outcome = outcomeOf(event);
  const tags = event.mail?.tags ?? {};
  const [touchId = ''] = tags.touchId ?? [];
  const [patientId = ''] = tags.patientId ?? [];
  if (!outcome) return;
  const [address] = event.mail?.destination ?? [];
  // Recall writes to patients: what comes back from an address of the staff says nothing of one.
  if (outcome.suppress && address && !tags.staffId)
    await ports.outreach.suppress(
      addressKey(await ports.addressKey(), 'email', address.toLowerCase()),
      outcome.suppress,
      now,
    );
  if (await settledInquiry(ports, tags, outcome, now)) return;
  // Care mail is no touch.
  if (!touchId) return;
  const touch = await ports.outreach.findTouch(patientId, touchId.split('.').at(-1) ?? '');
  if (!touch) return;
  await moveTouch(ports.outreach, touch, outcome.state);
  if (outcome.state !== 'bounced') return;
  const record = await ports.patients.record(patientId);
  if (!record) return;
  await ports.outreach.addTask({
    id: createHash('sha256').update(`bounce ${touch.id}`).digest('hex').slice(0, 24),
    touchId: touch.id,
    patientId,
    location: record.patient.location,
    dueOn: touch.on,
    why: 'the mail came back: ask the patient for another address',
    state: 'open',
  });
}
