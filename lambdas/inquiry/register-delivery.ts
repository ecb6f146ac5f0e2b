import careTemplates from 'practice:care-templates';
import escalation from 'practice:escalation';
import identity from 'practice:identity';
import recallTemplates from 'practice:recall-templates';
import sources from 'practice:sources';
import treatments from 'practice:treatments';
import { Metrics } from '@aws-lambda-powertools/metrics';
import { asKeyword } from '../../domain/consent/as-keyword.ts';
import { confirmationIn, confirmByText } from '../../domain/consent/yes-by-text.ts';
import type { Arrival } from '../../domain/inquiry/arrival.ts';
import { callReached } from '../../domain/inquiry/call-reached.ts';
import { asAnswer, type CheckInPorts, checkInsFor, noteAnswer } from '../../domain/inquiry/check-in.ts';
import { isChildsForm, withoutChildsWords } from '../../domain/inquiry/child-form.ts';
import type { Delivery } from '../../domain/inquiry/delivery.ts';
import { heartbeatSource } from '../../domain/inquiry/heartbeat.ts';
import { recognised } from '../../domain/inquiry/known-sender.ts';
import { heldForReview, registrationOf } from '../../domain/inquiry/register-delivery.ts';
import { registerMessage } from '../../domain/inquiry/register-message.ts';
import { registerEach, registerOrHold } from '../../domain/inquiry/register-or-hold.ts';
import { textsOf } from '../../domain/inquiry/texts-of.ts';
import { markMinors } from '../../domain/patient/mark-minors.ts';
import { comeBackAsTexts } from '../../domain/practice/aftercare-ways.ts';
import { announces } from '../../domain/practice/events-out.ts';
import { alertCounts } from '../adapters/alert-counts.ts';
import { deliveryTable } from '../adapters/delivery-table.ts';
import { eventQueue } from '../adapters/event-queue.ts';
import { escalations } from '../adapters/executions.ts';
import { inquiryTable } from '../adapters/inquiry-table.ts';
import { mailFiles } from '../adapters/mail-files.ts';
import { metaLeads } from '../adapters/meta-leads.ts';
import { outreachTable } from '../adapters/outreach-table.ts';
import { patientSenders } from '../adapters/patient-senders.ts';
import { patientTable } from '../adapters/patient-table.ts';
import { auditTrail, staffDirectory } from '../adapters/practice-table.ts';
import { secret, sourceSecrets } from '../adapters/secret-store.ts';
import { staffCodes } from '../adapters/staff-codes.ts';
import { keysOf } from '../kit/address-key.ts';
import { announceReceived } from '../kit/announce-now.ts';
import { readEnvironment } from '../kit/env.ts';
import { log } from '../kit/logger.ts';
import { assess } from '../kit/red-flag-check.ts';
import { inquiryOfAddress } from '../kit/reply-address.ts';
import { revocationPorts } from '../kit/revocation-ports.ts';
import { sendReply } from '../kit/send-reply.ts';
import { task } from '../kit/task.ts';
import { unprovedTexts } from '../kit/unproved-texts.ts';
import { keyedId } from '../verification/identify.ts';
import { obeyConsents } from './consents.ts';
import { heartBeat, registerRecords } from './own-deliveries.ts';
import { obeyedStaffText } from './staff-texts.ts';

const environment = readEnvironment('inquiry/register-delivery');
const metrics = new Metrics({ namespace: 'Heard', serviceName: 'heard' });
const deliveries = deliveryTable(environment.DELIVERY_TABLE);
const inquiries = inquiryTable(environment.INQUIRY_TABLE, announces(identity.value));
const starts = escalations(environment.ESCALATION_MACHINE);
const linkKey = secret(environment.LINK_KEY);
const mailBucket = mailFiles(environment.MAIL_BUCKET);
const { inbound } = identity.value.mail;
const leads = metaLeads(environment.GRAPH_URL, sourceSecrets(environment.SOURCE_SECRETS));
const told = { inquiries, queue: eventQueue(environment.EVENT_QUEUE), practice: identity.value };
const keyOfAddresses = secret(environment.ADDRESS_KEY);

const patients = patientTable(environment.PATIENT_TABLE);
const practice = identity.value;
const senders = patientSenders(practice, environment);
const staffTexts = {
  inquiries,
  escalations: starts,
  rules: escalation.value,
  practice,
  codes: staffCodes(environment.INQUIRY_TABLE),
  staff: staffDirectory(environment.PRACTICE_TABLE).current,
  audit: auditTrail(environment.PRACTICE_TABLE),
  ...(senders.texter ? { texter: senders.texter } : {}),
  send: sendReply(senders, linkKey),
};

const outreach = outreachTable(environment.OUTREACH_TABLE);
const consentPorts = {
  ...revocationPorts({
    patients,
    outreach,
    ...(senders.texter ? { texter: senders.texter } : {}),
    addressKey: keyOfAddresses,
  }),
  patients,
  outreach,
  inquiries,
  ...(comeBackAsTexts(practice, sources.value.sources)
    ? { asking: unprovedTexts(alertCounts(environment.INQUIRY_TABLE), metrics) }
    : {}),
};

const feedPorts = { deliveries, patients, outreach, addressKey: keyOfAddresses, registerOne, told };

interface Input {
  readonly deliveryId: string;
}

const sendersOf = ({ messageId }: Arrival) => ({
  patients,
  outreach,
  types: treatments.value.treatments,
  unknown: (error: unknown) =>
    log.error('An emergency goes on without what is known of its sender.', { messageId }, error),
});

/** One message of a patient's, after the red-flag check: who sent it, whether it answers a check-in, what it says of consent. */
async function registerArrival(
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
  await obeyConsents(arrival, consenting);
}

/** Brings one message of a delivery into its inquiry; a batch is made anew on a retry, so its messages are remembered one by one. */
async function registerOne(came: Arrival, now: string): Promise<string> {
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

/** Far more than a busy front desk sees; a campaign that brings more says so in `perMinute`. */
const usualPerMinute = 60;

async function flooded(source: string, now: string, number?: string): Promise<boolean> {
  const limit = sources.value.sources.find(({ id }) => id === source)?.perMinute ?? usualPerMinute;
  const of = number === undefined ? source : `${source}#${number}`;
  return (await deliveries.count(of, now.slice(0, 16))) > limit;
}

async function awaited(arrival: Arrival, now: string): Promise<boolean> {
  const ports = sendersOf(arrival);
  const { postTreatment } = await recognised(arrival, ports, now);
  return postTreatment !== undefined || (await checkInsFor(arrival, ports, now)).length > 0;
}

/** What was said in the conversation of a thread, or else of an address. */
async function saidBefore(
  threadOf: string | undefined,
  addressKeys: readonly string[],
): Promise<readonly string[]> {
  let id = threadOf;
  for (const key of addressKeys) id ??= await inquiries.addressHolder(key);
  const file = id === undefined ? undefined : await inquiries.file(id);
  return (file?.messages ?? []).flatMap(({ text, below }) => [text, ...(below ? [below] : [])]);
}

/** What has failed again and again goes to the review queue as it is: a person looks at it, and a red flag in it is paged. */
async function hold(delivery: Delivery, now: string): Promise<void> {
  const body = Buffer.from(delivery.body, delivery.encoding);
  const source = sources.value.sources.find(({ id }) => id === delivery.source);
  const review = 'It could not be taken in again and again; this is what was sent.';
  const facts = { delivery, body, source, practice, assess, addressKeys: () => [] };
  const inquiryId = await registerOne(heldForReview(facts, review), now);
  await deliveries.settle(delivery.id, { registeredAt: now, inquiryIds: [inquiryId], review });
  log.error('A delivery was held for a person: its registration failed again and again.', {
    deliveryId: delivery.id,
    inquiryId,
  });
}

async function register({ deliveryId }: Input): Promise<{ deliveryId: string }> {
  const delivery = await deliveries.find(deliveryId);
  if (!delivery) throw new Error('The delivery is not there.');
  if (delivery.registeredAt !== undefined) return { deliveryId };
  const now = new Date().toISOString();
  if (delivery.source === heartbeatSource)
    await heartBeat(delivery, now, { deliveries, metrics, staff: staffTexts.staff });
  else
    await registerOrHold(delivery, {
      register: (came) => registerDelivered(delivery, now, came),
      hold: () => hold(delivery, now),
      note: (inquiryIds) => deliveries.noteInquiries(deliveryId, inquiryIds),
    });
  return { deliveryId };
}

async function registerDelivered(
  delivery: Delivery,
  now: string,
  came: (inquiryId: string) => void,
): Promise<void> {
  const { id: deliveryId, registrationRun = 1 } = delivery;
  const source = sources.value.sources.find(({ id }) => id === delivery.source);
  if (source?.feeds) return registerRecords(delivery, source, now, feedPorts);
  const {
    arrivals,
    ignored,
    reached = [],
  } = await registrationOf({
    delivery,
    body: Buffer.from(delivery.body, delivery.encoding),
    source,
    practice: identity.value,
    assess,
    addressKeys: keysOf(await keyOfAddresses()),
    keyedId,
    lead: leads.find,
    flooded: (number) => flooded(delivery.source, now, number),
    awaited: (arrival) => awaited(arrival, now),
    storedMail: ({ bucket, key }) =>
      bucket === environment.MAIL_BUCKET ? mailBucket.mail(key) : Promise.resolve(undefined),
    keepFile: mailBucket.keepFile,
    templates: textsOf([careTemplates.value, recallTemplates.value]),
    saidBefore: ({ threadOf, addressKeys }) => saidBefore(threadOf, addressKeys),
    inquiryOf: async (address) =>
      inbound === undefined ? undefined : inquiryOfAddress(await linkKey(), inbound, address),
  });
  const inquiryIds: string[] = [];
  const isIn = (inquiryId: string): void => {
    inquiryIds.push(inquiryId);
    came(inquiryId);
  };
  await registerEach(arrivals, registrationRun, {
    fully: async (arrival) => {
      if (!(await obeyedStaffText(arrival, { ...staffTexts, now })))
        await registerArrival(arrival, now, isIn);
    },
    plainly: async (arrival) => isIn(await registerOne(arrival, now)),
  });
  for (const keys of reached) await callReached(keys, { inquiries, escalations: starts, practice, now });
  const review = arrivals.find((arrival) => arrival.review !== undefined)?.review;
  const ofChild = arrivals.some(isChildsForm);
  await deliveries.settle(deliveryId, {
    registeredAt: now,
    inquiryIds: [...new Set(inquiryIds)],
    ...(ofChild ? { body: '' as const } : {}),
    ...(ignored > 0 ? { ignored } : {}),
    ...(review === undefined ? {} : { review }),
  });
  if (ofChild) await deliveries.forget(deliveryId);
  await announceReceived(inquiryIds, told);
  log.info('A delivery was registered.', { deliveryId, inquiryId: inquiryIds[0], count: inquiryIds.length });
}

/** The one task of "Register a delivery": repeating it changes nothing. */
export const handler = task(register, ({ deliveryId }) => ({ deliveryId }));
