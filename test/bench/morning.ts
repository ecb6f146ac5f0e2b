import { copyFileSync, linkSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { newsOfMail } from '../../domain/message/mail-events.ts';
import { ratesOf } from '../../domain/recall/know.ts';
import { sendTouches } from '../../domain/recall/sending-round.ts';
import { keepSequences } from '../../domain/recall/sequences.ts';
import { sweepShard } from '../../domain/recall/sweep.ts';
import { closeSweep, openSweep } from '../../domain/recall/sweep-gate.ts';
import { createDynamoDb } from '../../local/aws/dynamodb.ts';
import { freePort } from '../../local/aws/ports.ts';
import { lakeside } from '../support/lakeside.ts';
import { type Counted, countingFront } from './counting-front.ts';
import { now, today, zone } from './day.ts';
import { type House, openHouse, tables } from './house.ts';
import { tablesIn } from './kept-load.ts';
import { dueCount, mailOf, patientIdOf } from './patients.ts';

export interface Morning {
  readonly counted: Counted;
  readonly contacted: number;
  readonly sweepSeconds: number;
  readonly sendSeconds: number;
  /** The most that the process, engine and all, had resident. */
  readonly megabytes: number;
}

const mailed = (index: number): string => `m${index}`;

async function sweep({ ports }: House): Promise<void> {
  const { outreach, rules } = ports;
  await keepSequences(outreach, rules, ports.versionOf);
  const { sweepId, shards } = await openSweep(outreach, { zone, shards: rules.shards, now });
  for (const shard of shards)
    await sweepShard({ ...ports, now, rates: await ratesOf(outreach, now) }, shard, () => false);
  await closeSweep(outreach, sweepId, now);
}

/** Sends by a channel that costs nothing; gives how many. */
async function send({ ports, store }: House): Promise<number> {
  let count = 0;
  const { sent } = await sendTouches(
    {
      ...ports,
      rates: await ratesOf(ports.outreach, now),
      store,
      newCode: () => 'none',
      now: () => now,
      announce: async () => ({ state: 'accepted', providerId: 'task' }),
      pace: async () => {},
      compose: async () => ({
        findings: [],
        cost: 0,
        send: async () => ({ state: 'accepted', providerId: mailed(count++) }),
      }),
    },
    1000,
  );
  return sent;
}

async function hear({ ports, settle, addressKey }: House): Promise<void> {
  const told = {
    patients: ports.patients,
    outreach: ports.outreach,
    practice: lakeside.identity,
    addressKey,
    delivered: async () => {},
    alertBounced: async () => {},
    bounced: async () => {},
    unreached: async () => {},
  };
  for (let index = 0; index < dueCount; index += 1) {
    const patientId = patientIdOf(index);
    const tags = { touchId: [`${patientId}.${today}`], patientId: [patientId], kind: ['recall'] };
    const mail = { messageId: mailed(index), destination: [mailOf(index)], tags };
    const news = newsOfMail({ eventType: 'Delivery', mail });
    if (news) await settle(told, news, now);
  }
}

/**
 * The tables for one morning: files of the store are never written to again once they are there, so that a link to each is a copy, however
 * many they are; what else there is is small.
 */
export function branch(kept: string, into: string): void {
  rmSync(into, { recursive: true, force: true });
  mkdirSync(into, { recursive: true });
  for (const name of readdirSync(kept))
    (name.endsWith('.ldb') ? linkSync : copyFileSync)(join(kept, name), join(into, name));
}

/** A sweep, what it plans sent, and each message heard of, on the tables of a loaded folder, which stay as they are. */
export async function morningOn(folder: string): Promise<Morning> {
  const own = join(folder, 'morning');
  branch(tablesIn(folder), own);
  const port = await freePort();
  const engine = createDynamoDb(port, own, tables);
  await engine.start();
  const front = await countingFront(port, tables);
  try {
    const house = await openHouse(front.url);
    const start = performance.now();
    await sweep(house);
    const swept = performance.now();
    const contacted = await send(house);
    await hear(house);
    if (contacted !== dueCount) throw new Error(`${contacted} were contacted, and ${dueCount} were due.`);
    return {
      counted: { ...front.counted },
      contacted,
      sweepSeconds: (swept - start) / 1000,
      sendSeconds: (performance.now() - swept) / 1000,
      megabytes: process.resourceUsage().maxRSS / 1024,
    };
  } finally {
    front.end();
    await engine.end();
    rmSync(own, { recursive: true });
  }
}
