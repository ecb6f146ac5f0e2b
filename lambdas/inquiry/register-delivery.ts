import escalation from 'practice:escalation';
import identity from 'practice:identity';
import sources from 'practice:sources';
import type { Contact } from '../../domain/inquiry/inquiry.ts';
import { arrivalsOf } from '../../domain/inquiry/register-delivery.ts';
import { registerMessage } from '../../domain/inquiry/register-message.ts';
import { deliveryTable } from '../adapters/delivery-table.ts';
import { escalations } from '../adapters/executions.ts';
import { inquiryTable } from '../adapters/inquiry-table.ts';
import { secret } from '../adapters/secret-store.ts';
import { addressKey } from '../kit/address-key.ts';
import { readEnvironment } from '../kit/env.ts';
import { log } from '../kit/logger.ts';
import { task } from '../kit/task.ts';

const environment = readEnvironment('inquiry/register-delivery');
const deliveries = deliveryTable(environment.DELIVERY_TABLE);
const inquiries = inquiryTable(environment.INQUIRY_TABLE);
const starts = escalations(environment.ESCALATION_MACHINE);
const keyOfAddresses = secret(environment.ADDRESS_KEY);

interface Input {
  readonly deliveryId: string;
}

const keysOf =
  (key: string) =>
  ({ email, phone }: Contact): readonly string[] => [
    ...(email ? [addressKey(key, 'email', email)] : []),
    ...(phone ? [addressKey(key, 'phone', phone)] : []),
  ];

async function register({ deliveryId }: Input): Promise<{ deliveryId: string }> {
  const delivery = await deliveries.find(deliveryId);
  if (!delivery) throw new Error('The delivery is not there.');
  if (delivery.registeredAt !== undefined) return { deliveryId };
  const body =
    delivery.encoding === 'base64' ? Buffer.from(delivery.body, 'base64').toString() : delivery.body;
  const arrivals = arrivalsOf({
    delivery,
    body,
    source: sources.value.sources.find(({ id }) => id === delivery.source),
    practice: identity.value,
    addressKeys: keysOf(await keyOfAddresses()),
  });
  const now = new Date().toISOString();
  const inquiryIds: string[] = [];
  for (const arrival of arrivals)
    inquiryIds.push(
      await registerMessage(arrival, { inquiries, escalations: starts, rules: escalation, now }),
    );
  const review = arrivals.find((arrival) => arrival.review !== undefined)?.review;
  await deliveries.settle(deliveryId, {
    registeredAt: now,
    inquiryIds,
    ...(review === undefined ? {} : { review }),
  });
  log.info('A delivery was registered.', { deliveryId, inquiryId: inquiryIds[0], count: inquiryIds.length });
  return { deliveryId };
}

/** The one task of "Register a delivery": repeating it changes nothing. */
export const handler = task(register, ({ deliveryId }) => ({ deliveryId }));
