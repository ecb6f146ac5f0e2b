import { describe, expect, test } from '@jest/globals';
import ICAL from 'ical.js';
import { shiftsFromCalendar } from '../../bin/commands/rota-calendar.ts';
import { lakeside } from '../support/lakeside.ts';

const event = (...lines: readonly string[]) => ['BEGIN:VEVENT', ...lines, 'END:VEVENT'];
const calendar = (...events: readonly (readonly string[])[]) =>
  ICAL.parse(
    ['BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//test//EN', ...events.flat(), 'END:VCALENDAR'].join('\r\n'),
  );
const november = [new Date('2026-11-01T00:00:00Z'), new Date('2026-12-01T00:00:00Z')] as const;
const read = (...events: readonly (readonly string[])[]) =>
  shiftsFromCalendar(calendar(...events), lakeside.staff.members, ...november);

describe('a calendar of shifts', () => {
  test('names people by attendee, by id and by name', () => {
    const times = ['DTSTART:20261110T140000Z', 'DTEND:20261111T140000Z', 'UID:1'];
    const attendee = 'ATTENDEE:mailto:Per.Lindqvist@lakeside-aesthetics.example.com';
    expect(read(event(...times, 'SUMMARY:On call', attendee)).shifts).toEqual([
      { staff: 'lindqvist', from: '2026-11-10T14:00:00.000Z', until: '2026-11-11T14:00:00.000Z' },
    ]);
    expect(read(event(...times, 'SUMMARY:okoye (backup)')).shifts[0]?.staff).toBe('okoye');
    expect(read(event(...times, 'SUMMARY:Call: Dr. Amara Okoye')).shifts[0]?.staff).toBe('okoye');
  });

  test('repeats within the span and leaves out what is left out', () => {
    const weekly = event(
      'UID:2',
      'SUMMARY:sato',
      'DTSTART:20261006T140000Z',
      'DTEND:20261006T220000Z',
      'RRULE:FREQ=WEEKLY',
      'EXDATE:20261117T140000Z',
    );
    expect(read(weekly).shifts.map(({ from }) => from.slice(5, 10))).toEqual(['11-03', '11-10', '11-24']);
  });

  test('says which titles mean nobody', () => {
    expect(
      read(event('UID:3', 'SUMMARY:Locum', 'DTSTART:20261110T140000Z', 'DTEND:20261111T140000Z')),
    ).toEqual({
      shifts: [],
      unknown: ['Locum'],
    });
  });
});
