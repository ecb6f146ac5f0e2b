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
  shiftsFromCalendar(calendar(...events), lakeside.staff.members, ...november, 'America/Chicago');

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

  const weekly = (uid: string, who: string) =>
    event(
      `UID:${uid}`,
      `SUMMARY:${who}`,
      'DTSTART:20261102T140000Z',
      'DTEND:20261102T220000Z',
      'RRULE:FREQ=WEEKLY;COUNT=3',
    );
  const days = (shifts: ReturnType<typeof read>['shifts']) =>
    shifts.map(({ staff, from }) => `${staff} ${from.slice(5, 10)}`);

  test('takes a week that was swapped for whoever it is given to', () => {
    const swap = event(
      'UID:a',
      'SUMMARY:lindqvist',
      'RECURRENCE-ID:20261109T140000Z',
      'DTSTART:20261109T140000Z',
      'DTEND:20261109T220000Z',
    );
    expect(days(read(weekly('a', 'okoye'), swap).shifts)).toEqual([
      'okoye 11-02',
      'lindqvist 11-09',
      'okoye 11-16',
    ]);
  });

  test('moves no other series', () => {
    const moved = event(
      'UID:b',
      'SUMMARY:sato',
      'RECURRENCE-ID:20261109T140000Z',
      'DTSTART:20261111T140000Z',
      'DTEND:20261111T220000Z',
    );
    expect(days(read(weekly('a', 'okoye'), weekly('b', 'sato'), moved).shifts)).toEqual([
      'okoye 11-02',
      'sato 11-02',
      'okoye 11-09',
      'sato 11-11',
      'okoye 11-16',
      'sato 11-16',
    ]);
  });

  test('a moved week without a title is still of whom the series is', () => {
    const moved = event(
      'UID:a',
      'RECURRENCE-ID;TZID=America/Chicago:20261109T080000',
      'DTSTART:20261111T140000Z',
      'DTEND:20261111T220000Z',
    );
    expect(days(read(weekly('a', 'okoye'), moved).shifts)).toEqual([
      'okoye 11-02',
      'okoye 11-11',
      'okoye 11-16',
    ]);
  });

  test('leaves out what is cancelled, and keeps what differs from a series that is not in the file', () => {
    const cancelled = event(
      'UID:a',
      'STATUS:CANCELLED',
      'SUMMARY:okoye',
      'RECURRENCE-ID:20261109T140000Z',
      'DTSTART:20261109T140000Z',
      'DTEND:20261109T220000Z',
    );
    const whole = event(
      'UID:c',
      'STATUS:CANCELLED',
      'SUMMARY:sato',
      'DTSTART:20261110T140000Z',
      'DTEND:20261111T140000Z',
    );
    const orphan = event(
      'UID:d',
      'SUMMARY:lindqvist',
      'RECURRENCE-ID:20261112T140000Z',
      'DTSTART:20261112T140000Z',
      'DTEND:20261112T220000Z',
    );
    expect(days(read(weekly('a', 'okoye'), cancelled, whole, orphan).shifts)).toEqual([
      'okoye 11-02',
      'lindqvist 11-12',
      'okoye 11-16',
    ]);
  });

  test('follows a series that began years ago', () => {
    const daily = event(
      'UID:e',
      'SUMMARY:okoye',
      'DTSTART:20180101T140000Z',
      'DTEND:20180101T220000Z',
      'RRULE:FREQ=DAILY',
    );
    expect(read(daily).shifts).toHaveLength(30);
  });

  test('reads times by their zone, else by the calendar’s or the schedule’s, never by the machine’s', () => {
    const zoned = event(
      'UID:f',
      'SUMMARY:okoye',
      'DTSTART;TZID=America/New_York:20261026T080000',
      'DTEND;TZID=America/New_York:20261026T200000',
      'RRULE:FREQ=WEEKLY;COUNT=2',
    );
    expect(read(zoned).shifts).toEqual([
      { staff: 'okoye', from: '2026-11-02T13:00:00.000Z', until: '2026-11-03T01:00:00.000Z' },
    ]);
    const day = event('UID:g', 'SUMMARY:okoye', 'DTSTART;VALUE=DATE:20261105');
    expect(read(day).shifts).toEqual([
      { staff: 'okoye', from: '2026-11-05T06:00:00.000Z', until: '2026-11-06T06:00:00.000Z' },
    ]);
    const floating = event('UID:h', 'SUMMARY:okoye', 'DTSTART:20261105T080000', 'DURATION:PT12H');
    expect(read(['X-WR-TIMEZONE:America/Denver'], floating).shifts).toEqual([
      { staff: 'okoye', from: '2026-11-05T15:00:00.000Z', until: '2026-11-06T03:00:00.000Z' },
    ]);
  });

  test('reads a zone that only the calendar describes', () => {
    const central = [
      'BEGIN:VTIMEZONE',
      'TZID:Central Standard Time',
      'BEGIN:STANDARD',
      'DTSTART:16010101T020000',
      'TZOFFSETFROM:-0500',
      'TZOFFSETTO:-0600',
      'END:STANDARD',
      'END:VTIMEZONE',
    ];
    const zoned = event(
      'UID:l',
      'SUMMARY:okoye',
      'DTSTART;TZID=Central Standard Time:20261105T080000',
      'DURATION:PT12H',
    );
    expect(read(central, zoned).shifts).toEqual([
      { staff: 'okoye', from: '2026-11-05T14:00:00.000Z', until: '2026-11-06T02:00:00.000Z' },
    ]);
  });

  test('goes on after what it cannot read, and says what that was', () => {
    const strange = event(
      'UID:i',
      'SUMMARY:okoye',
      'DTSTART;TZID=Middle/Earth:20261105T080000',
      'DURATION:PT12H',
    );
    const untitled = event(
      'UID:j',
      'ATTENDEE:mailto:amara.okoye@lakeside-aesthetics.example.com',
      'DTSTART:20261107T140000Z',
      'DTEND:20261108T140000Z',
    );
    const nobody = event('UID:k', 'DTSTART:20261107T140000Z', 'DTEND:20261108T140000Z');
    const { shifts, unknown } = read(strange, untitled, nobody);
    expect(days(shifts)).toEqual(['okoye 11-07']);
    expect(unknown).toEqual(['okoye: there is no time zone Middle/Earth', 'an event without a title']);
  });
});
