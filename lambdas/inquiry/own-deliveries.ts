import escalation from 'practice:escalation';
import identity from 'practice:identity';
import recall from 'practice:recall';
import sources from 'practice:sources';
import treatments from 'practice:treatments';
import { type Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import type { Arrival } from '../../domain/inquiry/arrival.ts';
import type { Deliveries, Delivery } from '../../domain/inquiry/delivery.ts';
import { ringsNowhere } from '../../domain/inquiry/heartbeat.ts';
import { heldForReview } from '../../domain/inquiry/register-delivery.ts';
import { registerFeed } from '../../domain/patient/register-feed.ts';
import type { Staff } from '../../domain/practice/practice.ts';
import type { Source } from '../../domain/practice/source.ts';
import { assessSafely } from '../../domain/red-flag/assess.ts';
import { keysOf } from '../kit/address-key.ts';
import { announceReceived } from '../kit/announce-now.ts';
import { log } from '../kit/logger.ts';
import { linkKeysOf, patientIdOf, shardOf } from '../kit/patient-keys.ts';
import { assess } from '../kit/red-flag-check.ts';
import { versionOf } from '../kit/sequence-version.ts';

interface HeartbeatPorts {
  readonly deliveries: Pick<Deliveries, 'settle'>;
  readonly metrics: Metrics;
  readonly staff: () => Promise<Staff>;
}

type Feed = Parameters<typeof registerFeed>[2];

interface FeedPorts extends Pick<Feed, 'patients' | 'outreach'> {
  readonly deliveries: Pick<Deliveries, 'settle'>;
  readonly addressKey: () => Promise<string>;
  /** Brings what is of nobody known into the review queue. */
  readonly registerOne: (arrival: Arrival, now: string) => Promise<string>;
  readonly told: Parameters<typeof announceReceived>[1];
}

/**
 * The synthetic red flag: recognised, and sure to ring for somebody wherever patients come in, it is counted; an alarm rings in an hour
 * without one (R63).
 */
export async function heartBeat(
  delivery: Delivery,
  now: string,
  { deliveries, metrics, staff }: HeartbeatPorts,
): Promise<void> {
  const { level } = assessSafely(delivery.body, assess);
  const setting = { rules: escalation, practice: identity.value, staff: await staff() };
  const channels = sources.value.sources.map(({ channel }) => channel);
  const nowhere = ringsNowhere(setting, channels, now);
  const isWell = level === 'E0' && nowhere.length === 0;
  metrics.addMetric('RedFlagRecognised', MetricUnit.Count, isWell ? 1 : 0);
  metrics.publishStoredMetrics();
  if (level !== 'E0')
    log.error('The synthetic red flag was not recognised.', { deliveryId: delivery.id, code: level });
  if (nowhere.length > 0)
    log.error('An emergency would ring for nobody; `heard rehearse` shows where.', { count: nowhere.length });
  await deliveries.settle(delivery.id, { registeredAt: now, inquiryIds: [] });
}

/** Appointments and purchases from the practice's own software; what is of nobody known goes to the review queue, whole. */
export async function registerRecords(
  delivery: Delivery,
  source: Source,
  now: string,
  ports: FeedPorts,
): Promise<void> {
  const { deliveries, patients, outreach, registerOne, told } = ports;
  const practice = identity.value;
  const key = await ports.addressKey();
  const body = Buffer.from(delivery.body, delivery.encoding);
  const { review } = await registerFeed(
    source,
    { ...delivery, body },
    {
      patients,
      outreach,
      practice,
      types: treatments.value.treatments,
      products: treatments.value.products,
      versionOf,
      rules: recall.value,
      shardOf: shardOf(recall.value.shards),
      contactKeys: async (patient) => linkKeysOf(key, patient),
      patientId: (externalId) => patientIdOf(key, externalId),
      receivedAt: delivery.receivedAt,
      now,
    },
  );
  const facts = { delivery, body, source, practice, assess, addressKeys: keysOf(key) };
  const inquiryIds = review === undefined ? [] : [await registerOne(heldForReview(facts, review), now)];
  await deliveries.settle(delivery.id, {
    registeredAt: now,
    inquiryIds,
    ...(review === undefined ? {} : { review }),
  });
  await announceReceived(inquiryIds, told);
}
