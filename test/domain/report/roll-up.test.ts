import { describe, expect, test } from '@jest/globals';
import type { Inquiry } from '../../../domain/inquiry/inquiry.ts';
import { waitOf } from '../../../domain/report/response.ts';
import { responsesIn } from '../../../domain/report/roll-up.ts';
import { linesOf, responseFrom } from '../../../domain/report/timeline.ts';
import { downtown } from '../../support/lakeside.ts';
import { lookedAt, novemberInquiries, rollUpPorts, timelines } from '../../support/november.ts';

const from = '2026-11-01T06:00:00.000Z';
const rolledUp = (ports: Parameters<typeof responsesIn>[0]) => responsesIn(ports, from, lookedAt);

/** The month's inquiries with other values on one of them. */
const where = (id: string, changes: object): Inquiry[] =>
  novemberInquiries().map((inquiry) => (inquiry.id === id ? { ...inquiry, ...changes } : inquiry));

describe('the roll-up', () => {
  test('goes by the timelines, which agree with the inquiries', async () => {
    const { ports, read, disagreements } = rollUpPorts();
    const rows = await rolledUp(ports);
    expect(rows).toMatchObject(
      novemberInquiries().map(({ id }) => responseFrom(id, timelines[id] ?? []) ?? {}),
    );
    expect(read.toSorted()).toEqual(Object.keys(timelines).toSorted());
    expect(disagreements).toEqual([]);
  });

  test.each([
    ['acknowledgedAt', '2026-11-02T15:00:09.000Z', '2026-11-02T15:00:05.000Z'],
    ['claimedAt', '2026-11-02T15:01:00.000Z', '2026-11-02T15:02:00.000Z'],
    ['respondedAt', '2026-11-02T15:03:00.000Z', '2026-11-02T15:06:00.000Z'],
    ['closedAt', '2026-11-02T15:30:00.000Z', undefined],
    ['receivedAt', '2026-11-02T14:59:00.000Z', '2026-11-02T15:00:00.000Z'],
    ['deadline', '2026-11-02T15:20:00.000Z', '2026-11-02T15:15:00.000Z'],
    ['staff', 'sato', 'marlow'],
  ] as const)(
    'counts an inquiry whose %s is another, and reports what its timeline tells',
    async (figure, wrong, right) => {
      const names = { staff: 'respondedBy', deadline: 'firstDeadline' } as const;
      const name = figure in names ? names[figure as keyof typeof names] : figure;
      const { ports, disagreements } = rollUpPorts(where('1', { [name]: wrong }));
      const rows = await rolledUp(ports);
      expect(rows.find(({ id }) => id === '1')?.[figure]).toBe(right);
      expect(disagreements).toEqual(['1']);
    },
  );

  test('reads only what was touched since, and keeps only days that changed', async () => {
    const first = rollUpPorts();
    await rolledUp(first.ports);
    first.kept.length = 0;
    first.read.length = 0;
    expect(await rolledUp(first.ports)).toHaveLength(10);
    expect([first.read, first.kept]).toEqual([[], []]);

    // As if an acknowledgement had come since, which raises no revision, and a line had been added to another.
    const next = rollUpPorts(
      where('9', { revision: 3 }).map((inquiry) =>
        inquiry.id === '10' ? ({ ...inquiry, acknowledgedAt: undefined } as unknown as Inquiry) : inquiry,
      ),
    );
    await rolledUp({ ...next.ports, days: first.ports.days });
    expect([...new Set(next.read)]).toEqual(['9', '10']);
    expect(first.kept).toEqual(['2026-11-25', '2026-11-30']);
  });

  test('a change between the two reads is no disagreement', async () => {
    const { ports, disagreements } = rollUpPorts();
    const { find } = ports.inquiries;
    let looks = 0;
    const early = async (id: string) => {
      const inquiry = await find(id);
      if (id !== '10' || !inquiry) return inquiry;
      looks += 1;
      return looks === 1 ? ({ ...inquiry, acknowledgedAt: undefined } as unknown as Inquiry) : inquiry;
    };
    const rows = await rolledUp({ ...ports, inquiries: { ...ports.inquiries, find: early } });
    expect(rows.at(-1)?.acknowledgedAt).toBe('2026-11-30T15:00:05.000Z');
    expect(disagreements).toEqual([]);
  });

  test('an answered day can still change until it is long past: a closing shows in it', async () => {
    const soon = rollUpPorts(undefined, '2026-11-04T00:00:00.000Z');
    await rolledUp(soon.ports);
    expect(soon.days.get('2026-11-02')?.settled).toBe(false);
    const late = rollUpPorts(undefined, '2026-12-20T00:00:00.000Z');
    await responsesIn(late.ports, from, '2026-11-20T00:00:00.000Z');
    expect(late.days.get('2026-11-02')?.settled).toBe(true);
    late.read.length = 0;
    await responsesIn(late.ports, from, '2026-11-20T00:00:00.000Z');
    expect(late.read).toEqual([]);
  });

  test('a timeline from before its lines were measured is reported as its inquiry stands', async () => {
    const { ports, disagreements } = rollUpPorts();
    const bare = async (id: string) => (timelines[id] ?? []).map(({ measured: _, ...line }) => line);
    const newest = novemberInquiries().map(({ lastEvent: { measured: _, ...lastEvent }, ...inquiry }) => ({
      ...inquiry,
      lastEvent,
    }));
    const find = async (id: string) => newest.find((inquiry) => inquiry.id === id);
    const inquiries = { ...ports.inquiries, timeline: bare, find };
    const rows = await rolledUp({ ...ports, inquiries });
    expect(rows.find(({ id }) => id === '8')).toMatchObject({
      respondedAt: '2026-11-21T04:04:00.000Z',
      staff: 'okoye',
    });
    expect(disagreements).toEqual([]);
  });

  test('a line that is newer than the inquiry that was read waits for the next look', () => {
    const [inquiry] = novemberInquiries();
    if (!inquiry) throw new Error('The month is empty.');
    const newer = { id: `${inquiry.revision + 1}`, what: 'closed', at: lookedAt, actor: { staff: 'sato' } };
    const lines = linesOf(inquiry, [...(timelines['1'] ?? []), newer]);
    expect(responseFrom('1', lines)?.closedAt).toBeUndefined();
  });

  test('hours that are changed later change no minutes of the past', () => {
    const row = responseFrom('4', timelines['4'] ?? []);
    if (!row) throw new Error('The timeline tells nothing.');
    const closed = { ...downtown, hours: { ...downtown.hours, tue: [] } };
    expect(waitOf(row, closed, lookedAt)).toEqual({ wall: 90, business: 90 });
  });
});
