import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { newsOfMail } from '../../domain/message/mail-events.ts';
import { recallItems } from '../../domain/recall/items.ts';
import { ratesOf } from '../../domain/recall/know.ts';
import { nextLook } from '../../domain/recall/next-look.ts';
import type { RecallItem } from '../../domain/recall/recall-item.ts';
import { sendTouches } from '../../domain/recall/sending-round.ts';
import { keepSequences } from '../../domain/recall/sequences.ts';
import { sweepShard } from '../../domain/recall/sweep.ts';
import { closeSweep, openSweep } from '../../domain/recall/sweep-gate.ts';
import { readAssembly } from '../../local/assembly/assembly.ts';
import { createDynamoDb } from '../../local/aws/dynamodb.ts';
import { freePort } from '../../local/aws/ports.ts';
import { lakeside } from '../support/lakeside.ts';
import { emptyRecord } from '../support/recall-record.ts';
import { type Counted, countingFront } from './counting-front.ts';
import { number, row } from './measure.ts';
import { costOf } from './prices.ts';

const zone = 'America/Chicago';
/** Friday, 20 November 2026, 10:05 in Chicago. */
const now = '2026-11-20T16:05:00.000Z';
const today = '2026-11-20';
const dueCount = 50;
const key = 'a key of the bench';

const assembly = readAssembly({
  directory: resolve('cdk.out'),
  parameters: {},
  urls: { aws: 'http://127.0.0.1:1', http: 'http://127.0.0.1:2' },
});
const tables = assembly.of('AWS::DynamoDB::Table');
const tableOf = (word: string): string => tables.find(({ name }) => name.includes(word))?.name ?? '';

/** Everything of the cloud but the functions around it: adapters and domain in this process, tables in the local engine. */
async function openHouse(directory: string) {
  const port = await freePort();
  const engine = createDynamoDb(port, directory, tables);
  await engine.start();
  const front = await countingFront(port, tables);
  Object.assign(process.env, {
    AWS_ENDPOINT_URL_DYNAMODB: front.url,
    CALL_PATIENCE: '15',
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'bench',
    AWS_SECRET_ACCESS_KEY: 'bench',
  });
  // The adapters' client reads the address as it is loaded.
  const { patientTable } = await import('../../lambdas/adapters/patient-table.ts');
  const { outreachTable } = await import('../../lambdas/adapters/outreach-table.ts');
  const { inquiryTable } = await import('../../lambdas/adapters/inquiry-table.ts');
  const { recallPorts } = await import('../../lambdas/kit/recall-ports.ts');
  const { settle } = await import('../../lambdas/outreach/settle.ts');
  const { campaignTable } = await import('../../lambdas/adapters/campaign-table.ts');
  const store = campaignTable(tableOf('Outreach'));
  const ports = recallPorts({
    patients: patientTable(tableOf('Patients')),
    outreach: outreachTable(tableOf('Outreach')),
    inquiries: inquiryTable(tableOf('Inquiries')),
    practice: lakeside.identity,
    rules: lakeside.recall,
    law: lakeside.law,
    treatments: lakeside.treatments,
    campaigns: { find: store.find, fingerprint: () => 'none' },
    addressKey: async () => key,
  });
  const end = async (): Promise<void> => {
    front.end();
    await engine.end();
  };
  return { front, ports, store, settle, end };
}

type House = Awaited<ReturnType<typeof openHouse>>;

interface Due {
  readonly items: readonly RecallItem[];
  readonly look: string | undefined;
}
/** By the day of the treatment: the same for all who had theirs on it. */
const due = new Map<string, Due>();

function dueOf({ ports }: House, on: string): Due {
  const { types, rules, products } = ports;
  const version = (type: RecallItem['type']): string => ports.versionOf(rules.sequences[type]);
  const options = { zone, products, version };
  const treatment = { patientId: 'p1', id: `botulinum-toxin#${on}`, type: 'botulinum-toxin', on };
  const record = { ...emptyRecord, treatments: [treatment] };
  const items = recallItems(record, types, rules, today, options);
  return { items, look: nextLook({ ...record, items }, types, rules, today, options) };
}

/** Writes one patient as an import does, by the same adapter; whoever is not due had the treatment lately. */
async function put(house: House, index: number): Promise<void> {
  const { patients, shardOf } = house.ports;
  const id = `pat_${index.toString(16).padStart(24, '0')}`;
  const email = `bench.${index}@example.com`;
  const on =
    index < dueCount
      ? '2026-08-20'
      : `2026-${index % 2 ? '09' : '10'}-${String(10 + (index % 19)).padStart(2, '0')}`;
  const patient = {
    ...emptyRecord.patient,
    id,
    externalId: String(index),
    email,
    phone: `+1512${String(5_000_000 + index).slice(-7)}`,
    region: 'TX',
  };
  const treatment = { patientId: id, id: `botulinum-toxin#${on}`, type: 'botulinum-toxin', on };
  await patients.save(patient);
  await patients.saveTreatment(treatment);
  await patients.addConsent({
    id: 'import',
    patientId: id,
    channel: 'email',
    purpose: 'marketing',
    action: 'grant',
    occurredAt: '2025-01-01',
    recordedAt: now,
    method: 'import',
    actor: 'import',
    address: email,
  });
  const { items, look } = due.get(on) ?? dueOf(house, on);
  due.set(on, { items, look });
  const place = { zone, shard: shardOf(id) };
  for (const item of items) await patients.saveItem({ ...item, patientId: id }, place, undefined);
  if (look !== undefined) await patients.saveLook(id, look, place);
}

const lanes = 16;

async function fill(house: House, count: number): Promise<void> {
  house.front.gather(true);
  let next = 0;
  const lane = async (): Promise<void> => {
    for (let index = next++; index < count; index = next++) {
      await put(house, index);
      if (index % 500 === 0) await house.front.flush();
    }
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  await house.front.flush();
  house.front.gather(false);
}

export interface Morning {
  readonly counted: Counted;
  readonly contacted: number;
  readonly sweepSeconds: number;
  readonly sendSeconds: number;
  readonly megabytes: number;
}

/** A sweep, what it plans sent by a channel that costs nothing, and each message heard of. */
async function morning({ front, ports, store, settle }: House): Promise<Morning> {
  const { outreach, rules } = ports;
  front.reset();
  const start = performance.now();
  await keepSequences(outreach, rules, ports.versionOf);
  const { sweepId, shards } = await openSweep(outreach, { zone, shards: rules.shards, now });
  for (const shard of shards)
    await sweepShard({ ...ports, now, rates: await ratesOf(outreach, now) }, shard, () => false);
  await closeSweep(outreach, sweepId, now);
  const swept = performance.now();
  let sent = 0;
  const { sent: contacted } = await sendTouches(
    {
      ...ports,
      rates: await ratesOf(outreach, now),
      store,
      newCode: () => 'none',
      now: () => now,
      announce: async () => ({ state: 'accepted', providerId: 'task' }),
      pace: async () => {},
      compose: async () => ({
        findings: [],
        cost: 0,
        send: async () => ({ state: 'accepted', providerId: `m${sent++}` }),
      }),
    },
    1000,
  );
  for (let index = 0; index < dueCount; index += 1) {
    const patientId = `pat_${index.toString(16).padStart(24, '0')}`;
    const tags = { touchId: [`${patientId}.${today}`], patientId: [patientId], kind: ['recall'] };
    const mail = { messageId: `m${index}`, destination: [`bench.${index}@example.com`], tags };
    const told = {
      patients: ports.patients,
      outreach,
      practice: lakeside.identity,
      addressKey: async () => key,
      delivered: async () => {},
      alertBounced: async () => {},
      bounced: async () => {},
      unreached: async () => {},
    };
    const news = newsOfMail({ eventType: 'Delivery', mail });
    if (news) await settle(told, news, now);
  }
  return {
    counted: { ...front.counted },
    contacted,
    sweepSeconds: (swept - start) / 1000,
    sendSeconds: (performance.now() - swept) / 1000,
    megabytes: process.memoryUsage().rss / 1e6,
  };
}

/** What a morning's contacts cost at list price, without the messages themselves. */
function priceOf({ counted, contacted, sweepSeconds, sendSeconds }: Morning): number {
  const shards = lakeside.recall.shards;
  const functionSeconds = sweepSeconds + sendSeconds;
  return costOf({
    'dynamodb read': counted.reads,
    'dynamodb write': counted.writes,
    // Open, map, a turn and a choice for each shard, close.
    'state transition': 4 + 2 * shards,
    // The sweep's, the sender's of a day (every five minutes), and one for each event of a message.
    'lambda request': 2 + shards + 288 + contacted,
    'lambda GB-second': 0.5 * (functionSeconds + 288 * 0.05),
    'topic request': contacted,
    'queue request': 3 * contacted,
  });
}

async function at(count: number, kept?: string): Promise<{ morning: Morning; loaded: number }> {
  const directory = kept ?? mkdtempSync(join(tmpdir(), 'heard-bench-'));
  const house = await openHouse(join(directory, 'tables'));
  const start = performance.now();
  await fill(house, count);
  const loaded = (performance.now() - start) / 1000;
  const result = await morning(house);
  await house.end();
  if (!kept) rmSync(directory, { recursive: true });
  return { morning: result, loaded };
}

function rows(count: number, { morning: one, loaded }: { morning: Morning; loaded: number }): void {
  const { counted, contacted } = one;
  const each = (units: number): string => number(units / contacted, 2);
  row(
    `${count} patients, ${contacted} contacted: reads, writes, requests each`,
    `${each(counted.reads)}, ${each(counted.writes)}, ${each(counted.requests)}`,
    'equal within 10 %',
  );
  row(
    '  sweep; sending and settling; memory of the process',
    `${number(one.sweepSeconds)} s; ${number(one.sendSeconds)} s; ${number(one.megabytes, 0)} MB`,
    '',
  );
  row('  loaded by the adapters in process, stored in batches', `${number(loaded, 0)} s`, '');
  row(
    '  list price per 1,000 recalled, without messages',
    `${number((priceOf(one) / contacted) * 1000, 4)} USD`,
    '<= 0.05 USD',
  );
}

/** One size in a process of its own: the adapters' client keeps the address with which it was loaded. */
export async function measureRecall(count: number): Promise<void> {
  rows(count, await at(count));
}

/** A million patients, loaded once into a kept folder (about two hours); computed from the counts of fewer where they are not. */
export async function measureMillion(load: boolean): Promise<void> {
  const folder = resolve('.heard/bench-million');
  const mark = join(folder, 'figures.json');
  if (load) {
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    const measured = await at(1_000_000, folder);
    writeFileSync(mark, JSON.stringify(measured));
  }
  const figures = (() => {
    try {
      return JSON.parse(readFileSync(mark, 'utf8')) as Awaited<ReturnType<typeof at>>;
    } catch {
      return undefined;
    }
  })();
  if (figures) return rows(1_000_000, figures);
  const fewer = await at(2000);
  row(
    '1,000,000 patients: COMPUTED from the counts at 2,000, not loaded',
    '(--million --load loads them)',
    '',
  );
  rows(1_000_000, fewer);
}
