import { readFileSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import { practiceAt } from '../support/journey.ts';
import { type LocalRun, startLocal } from '../support/local-run.ts';
import { processorSeconds, residentMegabytes, row } from './measure.ts';

const lanes = 8;

/** Saturday night in Chicago: nobody is told before Monday at nine. */
const night = '2026-11-22T04:00:00.000Z';
const beforeOpening = '2026-11-23T14:59:00.000Z';

/** Inquiries as people bring them, written down by the front desk. */
async function write(local: LocalRun, count: number): Promise<void> {
  let next = 0;
  const lane = async (): Promise<void> => {
    for (let index = next++; index < count; index = next++)
      await local.as('coordinator', '/v1/inquiries', {
        method: 'POST',
        body: JSON.stringify({
          channel: 'walk-in',
          location: 'downtown',
          name: 'Rowan',
          email: `load.${index}@example.com`,
          text: 'Asks for a brochure',
          once: `load-${index}-load`,
        }),
      });
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  await local.advance(1);
}

async function everyInquiry(local: LocalRun): Promise<readonly { readonly step: string | null }[]> {
  const all: { step: string | null }[] = [];
  for (let cursor = ''; ; ) {
    const reply = await local.as('manager', `/v1/inquiries?limit=100${cursor}`);
    const page = (await reply.json()) as { items: { step: string | null }[]; cursor?: string };
    all.push(...page.items);
    if (!page.cursor) return all;
    cursor = `&cursor=${page.cursor}`;
  }
}

/** What the watch had to repair: an inquiry whose plan was due for more than a minute. */
function repaired(local: LocalRun): number {
  const lines = readFileSync(join(local.dataDirectory, 'functions.log'), 'utf8');
  return [...lines.matchAll(/"Repaired":(\d+)/g)].reduce((sum, [, number]) => sum + Number(number), 0);
}

/** Advances the clock however long that takes: fetch gives up on an answer after five minutes. */
const advance = (local: LocalRun, by: number): Promise<void> =>
  new Promise((resolve, reject) => {
    request(`${local.url}/_local/advance?seconds=${by}`, { method: 'POST' }, (reply) =>
      reply.resume().once('end', resolve),
    )
      .once('error', reject)
      .end();
  });

const seconds = async (work: () => Promise<unknown>): Promise<number> => {
  const start = performance.now();
  await work();
  return (performance.now() - start) / 1000;
};

/** `npm run bench -- --load [COUNT]`: so many inquiries wait for the doors to open; then an hour of clock passes. */
export async function measureLoad(count: number): Promise<void> {
  const local = await startLocal({ at: night });
  try {
    await practiceAt(local).giveSecret();
    // Another tool that is not set up would be tried for three days.
    const secret = { method: 'PUT', body: JSON.stringify({ secret: 'a secret of the bench' }) };
    await local.as('manager', '/v1/tools/crm/secret', secret);
    await write(local, 1);
    await local.advance(60);
    const idle = residentMegabytes(local.pid);
    const written = await seconds(() => write(local, count));
    const waiting = residentMegabytes(local.pid);
    const toOpening = (Date.parse(beforeOpening) - Date.parse(night)) / 1000 - 62;
    const overnight = await seconds(() => advance(local, toOpening));
    const before = (await local.outbox()).length;
    const worked = processorSeconds(local.pid);
    const hour = await seconds(() => advance(local, 3600));
    const work = processorSeconds(local.pid) - worked;
    const messages = (await local.outbox()).length - before;
    const untold = (await everyInquiry(local)).filter(({ step }) => step === null).length;
    row(
      `${count} waiting escalations: memory over idle`,
      `${Math.round(waiting - idle)} MB (idle ${Math.round(idle)})`,
      '350 MB',
    );
    row('  written down through the API', `${written.toFixed(0)} s`, '');
    row('  two nights and a day of clock, nothing due', `${overnight.toFixed(0)} s`, '');
    row(
      '  an hour in which all are due',
      `${hour.toFixed(0)} s (${work} of a processor), ${messages} messages`,
      '',
    );
    row('  nobody told yet, late by more than a watch beat', `${untold}, ${repaired(local)}`, '0, 0');
    row('  memory at the end', `${Math.round(residentMegabytes(local.pid))} MB`, '');
  } finally {
    await local.stop();
    local.forget();
  }
}
