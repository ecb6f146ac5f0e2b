import { readFileSync } from 'node:fs';
import ICAL from 'ical.js';
import { readPractice } from '../../lib/practice/read-practice.ts';
import { api } from './api.ts';
import { type Command, UsageError } from './command.ts';
import { shiftsFromCalendar } from './rota-calendar.ts';

interface Change {
  readonly kind: string;
  readonly schedule?: string;
  readonly staff?: string;
  readonly from: string;
  readonly until: string;
}

const daysAhead = 92;

export const rotaImport: Command = {
  words: ['rota', 'import', 'SCHEDULE', 'FILE.ics'],
  summary: 'Put the shifts of a calendar on the rota, three months ahead; importing again changes nothing',
  run: async ([schedule, file]) => {
    if (!schedule || !file) throw new UsageError('Say which: npm run heard -- rota import SCHEDULE FILE.ics');
    const { staff } = readPractice('practice');
    const zone = staff.schedules?.find(({ id }) => id === schedule)?.zone;
    if (!zone) throw new UsageError(`practice/rota.yaml has no schedule ${schedule}.`);
    const now = new Date();
    const until = new Date(now.getTime() + daysAhead * 86_400_000);
    const calendar = ICAL.parse(readFileSync(file, 'utf8'));
    const { shifts, unknown } = shiftsFromCalendar(calendar, staff.members, now, until, zone);
    const { items } = await api<{ items: readonly Change[] }>({ method: 'GET', path: '/v1/rota/changes' });
    const known = new Set(items.map((item) => [item.schedule, item.staff, item.from, item.until].join(' ')));
    let made = 0;
    for (const { staff: person, from, until: end } of shifts) {
      if (known.has([schedule, person, from, end].join(' '))) continue;
      await api({
        method: 'POST',
        path: '/v1/rota/changes',
        body: { kind: 'override', schedule, staff: person, from, until: end },
      });
      made += 1;
    }
    for (const summary of unknown) process.stderr.write(`Not put on the rota: ${summary}\n`);
    process.stdout.write(
      `${made} shifts put on the rota, ${shifts.length - made} known, ${unknown.length} not understood.\n`,
    );
    if (unknown.length > 0) process.exitCode = 2;
  },
};
