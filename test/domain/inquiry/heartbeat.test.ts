import { describe, expect, test } from '@jest/globals';
import { ringsNowhere } from '../../../domain/inquiry/heartbeat.ts';
import type { Staff } from '../../../domain/practice/practice.ts';
import { fridayMorning, lakeside, rules } from '../../support/lakeside.ts';

const beat = (staff: Staff, given = rules) =>
  ringsNowhere({ rules: given, practice: lakeside.identity, staff }, ['sms', 'email', 'sms'], fridayMorning);

describe('an emergency that came now', () => {
  test('would ring for somebody in the practice as it ships, by day and by night', () => {
    expect(beat(lakeside.staff)).toEqual([]);
  });

  test('would ring for nobody where every physician can only read', () => {
    const members = lakeside.staff.members.map((member) => ({
      ...member,
      reach: member.reach.filter(({ way }) => way !== 'call' && way !== 'topic'),
    }));
    expect(beat({ ...lakeside.staff, members })).toEqual([
      'downtown sms',
      'downtown email',
      'west sms',
      'west email',
    ]);
  });

  test('is told of the place where nobody is', () => {
    const members = lakeside.staff.members.map((member) => ({ ...member, locations: ['downtown'] }));
    const staff = {
      ...lakeside.staff,
      members,
      onCall: [],
      schedules:
        lakeside.staff.schedules?.map((schedule) => ({ ...schedule, locations: ['downtown'] })) ?? [],
    };
    expect(beat(staff)).toEqual(['west sms', 'west email']);
  });
});
