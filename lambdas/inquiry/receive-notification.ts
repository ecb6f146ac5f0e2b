import type { Deliveries, Registrations } from '../../domain/inquiry/delivery.ts';
import type { Source } from '../../domain/practice/source.ts';
import { log } from '../kit/logger.ts';
import { identify } from '../verification/identify.ts';
import { requestOf } from '../verification/request.ts';

export interface NotificationPorts {
  readonly deliveries: Pick<Deliveries, 'store' | 'receivedAt'>;
  readonly registrations: Registrations;
  readonly sources: readonly Source[];
  /** ARNs of the deployment's own topics. */
  readonly topics: Readonly<Record<'mail' | 'texts', string>>;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

function sourceOf(envelope: string, { sources, topics }: NotificationPorts): Source {
  const { TopicArn: arn } = JSON.parse(envelope) as { TopicArn?: string };
  const source = sources.find(
    ({ verifier }) => verifier.kind === 'own-topic' && topics[verifier.topic] === arn,
  );
  if (!source) throw new Error('No source of practice/sources.yaml takes the messages of this topic.');
  return source;
}

/** Stores one message of an own topic once, as a request would be, and starts its registration. Throws to be tried again. */
export async function receiveNotification(envelope: string, ports: NotificationPorts): Promise<void> {
  const source = sourceOf(envelope, ports);
  const body = Buffer.from(envelope);
  const id = await identify(requestOf(source, body, 'application/json'), ports.deliveries, ports.now());
  const { registered } = await ports.deliveries.store({
    id,
    schema: 1,
    source: source.id,
    receivedAt: new Date(ports.now()).toISOString(),
    contentType: 'application/json',
    headers: {},
    encoding: 'utf8',
    body: envelope,
  });
  if (!registered) await ports.registrations.start(id);
  log.info('A notification was stored.', { deliveryId: id, source: source.id });
}
