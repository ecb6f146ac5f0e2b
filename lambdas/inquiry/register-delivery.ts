import careTemplates from 'practice:care-templates';
import identity from 'practice:identity';
import recallTemplates from 'practice:recall-templates';
import sources from 'practice:sources';
import { MetricUnit } from '@aws-lambda-powertools/metrics';
import { callReached } from '../../domain/inquiry/call-reached.ts';
import { isChildsForm } from '../../domain/inquiry/child-form.ts';
import type { Delivery } from '../../domain/inquiry/delivery.ts';
import { heartbeatSource } from '../../domain/inquiry/heartbeat.ts';
import type { MailEnd } from '../../domain/inquiry/mail-sender.ts';
import { heldForReview, registrationOf } from '../../domain/inquiry/register-delivery.ts';
import { registerEach, registerOrHold } from '../../domain/inquiry/register-or-hold.ts';
import { textsOf } from '../../domain/inquiry/texts-of.ts';
import { keysOf } from '../kit/address-key.ts';
import { announceReceived } from '../kit/announce-now.ts';
import { log } from '../kit/logger.ts';
import { assess } from '../kit/red-flag-check.ts';
import { inquiryOfAddress } from '../kit/reply-address.ts';
import { task } from '../kit/task.ts';
import { keyedId } from '../verification/identify.ts';
import { heartBeat, registerRecords } from './own-deliveries.ts';
import { awaited, registerArrival, registerOne } from './register-arrival.ts';
import {
  deliveries,
  environment,
  inbound,
  inquiries,
  keyOfAddresses,
  leads,
  linkKey,
  mailBucket,
  metrics,
  outreach,
  patients,
  practice,
  staffTexts,
  starts,
  told,
} from './registration-ports.ts';
import { obeyedStaffText } from './staff-texts.ts';

const feedPorts = { deliveries, patients, outreach, addressKey: keyOfAddresses, registerOne, told };

interface Input {
  readonly deliveryId: string;
}

/** Far more than a busy front desk sees; a campaign that brings more says so in `perMinute`. */
const usualPerMinute = 60;

async function flooded(source: string, now: string, number?: string): Promise<boolean> {
  const limit = sources.value.sources.find(({ id }) => id === source)?.perMinute ?? usualPerMinute;
  const of = number === undefined ? source : `${source}#${number}`;
  return (await deliveries.count(of, now.slice(0, 16))) > limit;
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

/** Nobody waits for it; the raw mail can be found by this line for as long as it is kept. */
function mailEnded(deliveryId: string, kind: MailEnd): void {
  log.info('A mail ended without an inquiry.', { deliveryId, kind });
  metrics.addMetric('MailsEnded', MetricUnit.Count, 1);
  metrics.publishStoredMetrics();
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
    ended,
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
    ...(ended ? { ended } : {}),
    ...(review === undefined ? {} : { review }),
  });
  if (ofChild) await deliveries.forget(deliveryId);
  if (ended) mailEnded(deliveryId, ended);
  await announceReceived(inquiryIds, told);
  log.info('A delivery was registered.', { deliveryId, inquiryId: inquiryIds[0], count: inquiryIds.length });
}

/** The one task of "Register a delivery": repeating it changes nothing. */
export const handler = task(register, ({ deliveryId }) => ({ deliveryId }));
