import { createHash } from 'node:crypto';
import type { AlertSent } from '../../domain/inquiry/alert-bounced.ts';
import type { AutomaticMessage } from '../../domain/inquiry/patient-unreached.ts';
import type { DeliveryNews } from '../../domain/message/delivery-news.ts';
import type { Patients } from '../../domain/patient/patients.ts';
import type { Practice } from '../../domain/practice/practice.ts';
import { addressTask } from '../../domain/recall/address-task.ts';
import type { Outreach } from '../../domain/recall/outreach.ts';
import {
  type CallTask,
  isMarketingMail,
  slotIn,
  type Touch,
  type TouchState,
} from '../../domain/recall/touch.ts';
import { addressKey } from '../kit/address-key.ts';

export interface SettlePorts {
  readonly patients: Pick<Patients, 'record' | 'byAddress'>;
  readonly practice: Practice;
  readonly outreach: Outreach;
  readonly addressKey: () => Promise<string>;
  /** A reply of the staff arrived at the patient's. */
  readonly delivered: (inquiryId: string, messageId: string, now: string) => Promise<void>;
  /** An alert to a member of the staff came back. */
  readonly alertBounced: (
    inquiryId: string,
    alert: AlertSent,
    now: string,
    bounce: 'hard' | 'soft',
  ) => Promise<void>;
  /** A reply of the staff came back. */
  readonly bounced: (inquiryId: string, messageId: string, now: string) => Promise<void>;
  /** What a patient was sent by itself did not arrive. */
  readonly unreached: (inquiryId: string, key: AutomaticMessage, now: string) => Promise<void>;
}

const cameBack = ({ outcome }: DeliveryNews): boolean => outcome === 'failed' || outcome === 'held-up';

/** States that an outcome may follow. A failure ends all of them, whichever was told first, so that order decides nothing. */
const before: Readonly<Record<'delivered' | 'bounced', readonly TouchState[]>> = {
  delivered: ['sent', 'sending', 'unknown'],
  bounced: ['sent', 'sending', 'unknown', 'delivered'],
};

/** Whether this is the first to say so of the touch. */
async function moveTouch(outreach: Outreach, touch: Touch, state: 'delivered' | 'bounced'): Promise<boolean> {
  for (const from of before[state]) if (await outreach.move(touch, from, { state })) return true;
  return false;
}

const pauseDays = 30;
const daysBefore = (now: string): string =>
  new Date(Date.parse(now) - pauseDays * 86_400_000).toISOString().slice(0, 10);

const idOf = (what: string): string => createHash('sha256').update(what).digest('hex').slice(0, 24);

/** A task about each patient whose own the address is. */
async function askHolders(
  ports: SettlePorts,
  key: string,
  { once, ...task }: Pick<CallTask, 'kind' | 'why'> & { readonly once: string },
  now: string,
): Promise<void> {
  for (const { id, relation } of await ports.patients.byAddress([key])) {
    const record = relation === undefined ? await ports.patients.record(id) : undefined;
    if (!record) continue;
    const about = { id: idOf(`${once} ${id}`), patient: record.patient, why: task.why };
    await ports.outreach.addTask({ ...addressTask(about, ports.practice, now), kind: task.kind });
  }
}

/** Whoever has the address that is paused is asked for another. */
const askWhosePaused = (ports: SettlePorts, key: string, since: string, now: string): Promise<void> =>
  askHolders(
    ports,
    key,
    {
      once: `soft bounces ${since}`,
      kind: 'address',
      why: 'mails came back three times within 30 days, and pause: ask the patient for another address',
    },
    now,
  );

/** A complaint is a person's to look at (R22): perhaps something went wrong that no filter knows. */
const askWhyComplained = (ports: SettlePorts, key: string, message: string, now: string): Promise<void> =>
  askHolders(
    ports,
    key,
    {
      once: `complaint ${message}`,
      kind: 'review',
      why: 'the patient reported our mail as unwanted, and no more marketing mail is sent there: look at what they got, and whether they want to hear from us in another way',
    },
    now,
  );

const held = ({ channel, outcome }: DeliveryNews): boolean => channel === 'email' && outcome === 'held-up';

/** What it says of the address: suppressed at once, or one soft bounce more, of which the third within 30 days pauses it (R22). */
async function learnOf(ports: SettlePorts, news: DeliveryNews, now: string): Promise<void> {
  const { channel, to, about, suppress, outcome } = news;
  const soft = held(news);
  // Recall writes to patients: what comes back from an address of the staff says nothing of one.
  if (!to || about.staffId || (!suppress && !soft)) return;
  const key = addressKey(await ports.addressKey(), channel === 'email' ? 'email' : 'phone', to);
  if (suppress) await ports.outreach.suppress(key, suppress, now);
  if (outcome === 'complained') await askWhyComplained(ports, key, news.providerId || now, now);
  if (!soft) return;
  await ports.outreach.noteSoftBounce(key, news.providerId || now, now);
  const suppressed = await ports.outreach.suppressions(key, 'email');
  const pause = suppressed.find(({ reason }) => reason === 'soft-bounces');
  // One or two may only say that the mailbox is full.
  if (pause && pause.at.slice(0, 10) >= daysBefore(now)) await askWhosePaused(ports, key, pause.at, now);
}

const automatic = ['safety', 'acknowledgement', 'delay'] as const;

function alertOf({ channel, about, providerId }: DeliveryNews): AlertSent {
  const { staffId = '', kind, round } = about;
  const way = channel === 'email' ? 'email' : 'sms';
  return { staff: staffId, way, providerId, ...(kind && round ? { kind, round } : {}) };
}

/** What concerns an inquiry: a reply of the staff, an alert to them, what a patient is sent by itself. False where it is something else. */
async function settledInquiry(ports: SettlePorts, news: DeliveryNews, now: string): Promise<boolean> {
  const { inquiryId = '', messageId = '', staffId, kind = '' } = news.about;
  const back = cameBack(news);
  if (kind === 'reply') {
    await (back ? ports.bounced : ports.delivered)(inquiryId, messageId, now);
    return true;
  }
  if (!inquiryId) return false;
  const toPatient = automatic.find((known) => known === kind);
  if (!toPatient && !staffId) return false;
  const sent = news.providerId === '' ? {} : { providerId: news.providerId };
  if (back && toPatient) await ports.unreached(inquiryId, { kind: toPatient, messageId, ...sent }, now);
  else if (back)
    await ports.alertBounced(inquiryId, alertOf(news), now, news.outcome === 'failed' ? 'hard' : 'soft');
  return true;
}

const asked = {
  unsent: 'the mail was taken and then not sent: call the patient, and tell whoever looks after Heard',
  email: 'the mail came back: ask the patient for another address',
  text: 'the text did not arrive: ask the patient for another number, or by call',
} as const;

async function askForAddress(
  ports: SettlePorts,
  touch: Touch,
  { channel, suppress }: DeliveryNews,
): Promise<void> {
  const record = await ports.patients.record(touch.patientId);
  if (!record) return;
  await ports.outreach.addTask({
    id: idOf(`bounce ${touch.id}`),
    touchId: touch.id,
    patientId: touch.patientId,
    location: record.patient.location,
    kind: 'address',
    dueOn: touch.on,
    why: asked[channel === 'email' && !suppress ? 'unsent' : channel],
    state: 'open',
  });
}

async function settleTouch(ports: SettlePorts, touch: Touch, news: DeliveryNews): Promise<void> {
  const { outreach } = ports;
  if (cameBack(news)) {
    if (!held(news)) await askForAddress(ports, touch, news);
    const first = await moveTouch(outreach, touch, 'bounced');
    // The standing of marketing mail (R21): nothing else has one.
    if (first && isMarketingMail(touch) && news.suppress === 'hard-bounce')
      await outreach.countOutcome(touch.on, 'bounced');
    return;
  }
  await moveTouch(outreach, touch, 'delivered');
  if (news.outcome !== 'complained' || touch.complained) return;
  // A complaint comes after the delivery, so no move of the touch tells its first event from a repeated one.
  if (isMarketingMail(touch)) await outreach.countOutcome(touch.on, 'complained');
  await outreach.move(touch, 'delivered', { complained: true });
}

/** The touch that news are of: by what went with it, or by the id that its channel gave it, which is all that feedback notifications have. */
async function touchOf(
  { outreach }: SettlePorts,
  { about, providerId }: DeliveryNews,
): Promise<Touch | undefined> {
  const { touchId, patientId = '', kind } = about;
  if (touchId) return outreach.findTouch(patientId, slotIn(touchId));
  // What bears its kind is of another: care mail is no touch.
  return kind === undefined && providerId ? outreach.touchOfMessage(providerId) : undefined;
}

/**
 * Settles a message by what its channel says became of it. An address that takes nothing more, and a complaint, are suppressed at once; the
 * third soft bounce of a mailbox within 30 days pauses it, and only then somebody asks for another.
 * Repeated and reordered events end in the same state: a failure stands, whatever else is told of the same message.
 */
export async function settle(ports: SettlePorts, news: DeliveryNews, now: string): Promise<void> {
  await learnOf(ports, news, now);
  if (await settledInquiry(ports, news, now)) return;
  const touch = await touchOf(ports, news);
  if (touch) await settleTouch(ports, touch, news);
}
