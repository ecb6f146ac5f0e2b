import { describe, expect, test } from '@jest/globals';
import { type Rehearsed, rehearse } from '../../../domain/escalation/rehearse.ts';
import { downtown, lakeside, rules } from '../../support/lakeside.ts';

const setting = { rules, practice: lakeside.identity, staff: lakeside.staff };
const given = (changes: Partial<Rehearsed>): Rehearsed => ({
  at: '2026-11-20T16:05:00.000Z',
  channel: 'sms',
  policy: 'new-lead',
  location: downtown,
  language: 'en',
  ...changes,
});
const told = (changes: Partial<Rehearsed>, minutes: number) =>
  rehearse(given(changes), setting, minutes).lines.map(
    ({ at, kind, to, way }) => `${at.slice(11, 16)} ${kind} ${to} ${way}`,
  );

describe('a rehearsal', () => {
  test('of a text on a Saturday evening: answered at once, staff on Monday when the doors open', () => {
    const saturday = { at: '2026-12-27T03:00:00.000Z' };
    const { deadline, lines } = rehearse(given(saturday), setting, 60 * 60);
    expect(deadline).toBe('2026-12-28T15:15:00.000Z');
    expect(lines[0]).toMatchObject({ at: saturday.at, kind: 'acknowledgement', to: 'patient' });
    expect(lines[1]).toMatchObject({ at: '2026-12-28T15:00:00.000Z', kind: 'alert', step: 'staff triage' });
  });

  test('of a new lead in the morning names everybody until the last step, which comes again', () => {
    const lines = told({}, 120);
    expect(lines).toEqual(
      expect.arrayContaining([
        '16:05 acknowledgement patient the channel used',
        '16:05 alert marlow email',
        '16:10 alert sato sms',
        '16:12 warning ibarra email',
        '16:15 alert okoye sms',
        '16:17 warning okoye email',
        '16:20 delay patient the channel used',
        '16:25 alert bell email',
        '16:55 alert bell email',
        '17:25 alert bell email',
      ]),
    );
  });

  test('of an emergency pages the physician at once, by every way, at any hour', () => {
    const lines = told({ at: '2026-11-21T04:05:00.000Z', policy: 'E0' }, 6);
    expect(lines.slice(0, 4)).toEqual([
      '04:05 safety patient the channel used',
      '04:05 page okoye email',
      '04:05 page okoye sms',
      '04:05 page okoye call',
    ]);
    expect(lines).toEqual(
      expect.arrayContaining(['04:07 page okoye call', '04:09 page okoye call', '04:10 page lindqvist call']),
    );
  });
});
