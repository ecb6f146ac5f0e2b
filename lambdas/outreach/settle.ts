import { createHash } from 'node:crypto';
import type { SuppressionReason } from '../../domain/consent/question.ts';
import type { Patients } from '../../domain/patient/patients.ts';
import type { Outreach } from '../../domain/recall/outreach.ts';
import type { Touch, TouchState } from '../../domain/recall/touch.ts';
import { addressKey } from '../kit/address-key.ts';

/** An event of SES, in the shape of event publishing (`eventType`) or of feedback notifications (`notificationType`). */
export interface SesEvent {
  readonly eventType?: string;
  readonly notificationType?: string;
  readonly mail?: {
    readonly messageId?: string;
    readonly destination?: readonly string[];
    readonly tags?: Readonly<Record<string, readonly string[]>>;
  };
  readonly bounce?: {
    readonly bounceType?: string;
    readonly bouncedRecipients?: readonly { readonly status?: string }[];
  };
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

interface Told {
  readonly state: TouchState;
  readonly suppress?: SuppressionReason;
  readonly soft?: boolean;
  readonly counts?: 'bounced' | 'complained';
}

/** SES's transient bounces of a mailbox that does not exist there are permanent in all but name. */
const noSuchHost = '5.4.4';

function bounceOf({ bounce }: SesEvent): Told {
  const statuses = bounce?.bouncedRecipients?.map(({ status }) => status) ?? [];
  const hard = bounce?.bounceType === 'Permanent' || statuses.includes(noSuchHost);
  return hard
    ? { state: 'bounced', suppress: 'hard-bounce', counts: 'bounced' }
    : { state: 'bounced', soft: true };
}

function outcomeOf(event: SesEvent): Told | undefined {
  const type = event.eventType ?? event.notificationType;
  if (type === 'Delivery') return { state: 'delivered' };
  if (type === 'Complaint') return { state: 'delivered', suppress: 'complaint', counts: 'complained' };
  return type === 'Bounce' ? bounceOf(event) : undefined;
}

/** Whether this event is the first to say so of the touch. */
async function moveTouch(outreach: Outreach, touch: Touch, state: TouchState): Promise<boolean> {
  for (const from of ['sent', 'sending', 'unknown'] as const)
    if (await outreach.move(touch, from, { state })) return true;
  return false;
}

/** What an event says of the address it names: suppressed at once, or one soft bounce more (R22). */
async function learnOf(ports: SettlePorts, event: SesEvent, told: Told, now: string): Promise<void> {
  const [address] = event.mail?.destination ?? [];
  // Recall writes to patients: what comes back from an address of the staff says nothing of one.
  if (!address || event.mail?.tags?.staffId || (!told.suppress && !told.soft)) return;
  const key = addressKey(await ports.addressKey(), 'email', address.toLowerCase());
  if (told.suppress) await ports.outreach.suppress(key, told.suppress, now);
  if (told.soft) await ports.outreach.noteSoftBounce(key, event.mail?.messageId ?? now, now);
}

/** What concerns an inquiry: a reply of the staff, or an alert to them. False where it is about something else. */
async function settledInquiry(
  ports: SettlePorts,
  tags: Readonly<Record<string, readonly string[]>>,
  { state, suppress }: Told,
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

async function askForAddress(ports: SettlePorts, touch: Touch): Promise<void> {
  const record = await ports.patients.record(touch.patientId);
  if (!record) return;
  await ports.outreach.addTask({
    id: createHash('sha256').update(`bounce ${touch.id}`).digest('hex').slice(0, 24),
    touchId: touch.id,
    patientId: touch.patientId,
    location: record.patient.location,
    kind: 'address',
    dueOn: touch.on,
    why: 'the mail came back: ask the patient for another address',
    state: 'open',
  });
}

/**
 * Settles a touch by what its channel says. A hard bounce or a complaint suppresses the address at once. Repeated or reordered events
 * change nothing that a later one has settled.
 */
export async function settle(ports: SettlePorts, event: SesEvent, now: string): Promise<void> {
  const told = outcomeOf(event);
  const tags = event.mail?.tags ?? {};
  if (!told) return;
  await learnOf(ports, event, told, now);
  if (await settledInquiry(ports, tags, told, now)) return;
  const [touchId] = tags.touchId ?? [];
  // Care mail is no touch.
  if (!touchId) return;
  const [patientId = ''] = tags.patientId ?? [];
  const touch = await ports.outreach.findTouch(patientId, touchId.split('.').at(-1) ?? '');
  if (!touch) return;
  if (told.state === 'bounced') await askForAddress(ports, touch);
  const first = await moveTouch(ports.outreach, touch, told.state);
  if (told.counts === 'bounced' && first) await ports.outreach.countOutcome(touch.on, 'bounced');
  if (told.counts !== 'complained' || touch.complained) return;
  // A complaint comes after the delivery, so no move of the touch tells its first event from a repeated one.
  await ports.outreach.countOutcome(touch.on, 'complained');
  await ports.outreach.move(touch, 'delivered', { complained: true });
}
