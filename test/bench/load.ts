import { practiceAt } from '../support/journey.ts';
import { type LocalRun, startLocal } from '../support/local-run.ts';
import { residentMegabytes, row } from './measure.ts';

/** `npm run bench -- --load [COUNT]`: so many inquiries wait for the doors to open; then an hour of clock passes. */
const lanes = 16;

/** Saturday night in Chicago: nobody is told before Monday at nine. */
const night = '2026-11-22T04:00:00.000Z';
const beforeOpening = '2026-11-23T14:59:00.000Z';

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

const seconds = async (work: () => Promise<unknown>): Promise<number> => {
  const start = performance.now();
  await work();
  return (performance.now() - start) / 1000;
};

export async function measureLoad(count: number): Promise<void> {
  const local = await startLocal({ at: night });
  try {
    const practice = practiceAt(local);
    await practice.giveSecret();
    await local.advance(60);
    const idle = residentMegabytes(local.pid);
    const written = await seconds(() => write(local, count));
    const waiting = residentMegabytes(local.pid);
    const overnight = await seconds(() =>
      local.advance((Date.parse(beforeOpening) - Date.parse(night)) / 1000 - 61),
    );
    const hour = await seconds(() => local.advance(3600));
    const alerts = (await practice.sentTo('staff')).filter(({ about }) => about.kind === 'alert');
    const told = new Map<string, string>();
    for (const { about, at } of alerts)
      if (!told.has(about.inquiryId ?? '')) told.set(about.inquiryId ?? '', at);
    const late = [...told.values()].filter((at) => at > '2026-11-23T15:00:59.999Z').length;
    row(
      `${count} waiting escalations: memory over idle`,
      `${Math.round(waiting - idle)} MB (idle ${Math.round(idle)})`,
      '350 MB',
    );
    row('  written down by hand through the API', `${written.toFixed(0)} s`, '');
    row('  a night and a day of clock with nothing due', `${overnight.toFixed(0)} s`, '');
    row('  an hour in which all are due', `${hour.toFixed(0)} s, ${alerts.length} alerts`, '');
    row('  lost, late by more than a watch beat', `${count - told.size}, ${late}`, '0, 0');
    row('  memory at the end', `${Math.round(residentMegabytes(local.pid))} MB`, '');
  } finally {
    await local.stop();
    local.forget();
  }
}
