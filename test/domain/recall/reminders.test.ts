import { describe, expect, test } from '@jest/globals';
import type { Appointment } from '../../../domain/patient/patient.ts';
import { raised } from '../../../domain/recall/attempts.ts';
import { leftOver, readyItems } from '../../../domain/recall/ready-items.ts';
import type { RecallItem } from '../../../domain/recall/recall-item.ts';
import { reminderItems, visitStands } from '../../../domain/recall/reminders.ts';
import { lakeside } from '../../support/lakeside.ts';

const sequence = lakeside.recall.sequences.reminder;
const patient = {
  id: 'pat_1',
  schema: 1 as const,
  externalId: '1',
  firstName: 'Rowan',
  lastName: 'Ellery',
  language: 'en' as const,
  location: 'downtown',
};
const visit = (changes: Partial<Appointment> = {}): Appointment => ({
  patientId: 'pat_1',
  id: 'v1',
  on: '2026-12-10',
  status: 'booked',
  ...changes,
});
const items = (appointments: readonly Appointment[], known: readonly RecallItem[], today: string) =>
  reminderItems({ patient, appointments, items: known }, sequence, today);
const only = (given: readonly RecallItem[]): RecallItem => {
  expect(given).toHaveLength(1);
  return given[0] as RecallItem;
};
const booked = only(items([visit()], [], '2026-11-20'));
const record = (all: readonly RecallItem[], appointments: readonly Appointment[] = [visit()]) => ({
  patient,
  appointments,
  items: all,
  treatments: [],
  purchases: [],
  consultations: [],
  series: [],
  settings: [],
  consents: [],
  checks: [],
});

describe('reminders of booked visits', () => {
  test('wait for the day that is so many days before the visit', () => {
    expect(booked).toMatchObject({ id: 'reminder#v1', state: 'open', nextOn: '2026-12-07', attempts: 0 });
    expect(items([visit()], [booked], '2026-11-25')).toEqual([booked]);
  });

  test('count from the visit, also where one went late', () => {
    const second = raised(booked, sequence, { attempt: 0, on: '2026-12-08', channel: 'email' });
    expect(second).toMatchObject({ state: 'open', nextOn: '2026-12-09', attempts: 1 });
    const late = raised(booked, sequence, { attempt: 0, on: '2026-12-09', channel: 'email' });
    expect(late.state).toBe('exhausted');
    expect(late.nextOn).toBeUndefined();
  });

  test('a visit that is booked at short notice is not reminded of on the day it is booked', () => {
    expect(items([visit()], [], '2026-12-07')).toMatchObject([{ nextOn: '2026-12-09', attempts: 1 }]);
    expect(items([visit()], [], '2026-12-09')).toEqual([]);
  });

  test('end with the visit, and begin anew where it moved', () => {
    const cancelled = only(items([visit({ status: 'cancelled' })], [booked], '2026-12-01'));
    expect(cancelled).toMatchObject({ state: 'stopped', endedBy: 'the visit was cancelled' });
    expect(cancelled.nextOn).toBeUndefined();
    expect(items([visit()], [cancelled], '2026-12-02')).toMatchObject([
      { state: 'open', nextOn: '2026-12-07' },
    ]);
    expect(items([visit({ on: '2026-12-20' })], [booked], '2026-12-02')).toMatchObject([
      { state: 'open', episode: '2026-12-20', nextOn: '2026-12-17', attempts: 0 },
    ]);
    expect(items([visit({ status: 'fulfilled' })], [booked], '2026-12-11')).toMatchObject([
      { state: 'done' },
    ]);
    expect(items([], [booked], '2026-12-01')).toMatchObject([{ state: 'stopped' }]);
  });

  test('one that a person stopped stays so', () => {
    const stopped: RecallItem = { ...booked, state: 'stopped', endedBy: 'declined' };
    expect(items([visit()], [stopped], '2026-12-01')).toEqual([stopped]);
  });

  test('speak alone and first; what else is due waits for tomorrow', () => {
    const due: RecallItem = {
      patientId: 'pat_1',
      id: 'due#light-peel',
      type: 'due',
      lastOn: '2026-10-01',
      dueOn: '2026-12-07',
      episode: '2026-12-07',
      attempts: 0,
      nextOn: '2026-12-07',
      state: 'open',
      paid: true,
    };
    const both = record([due, booked]);
    expect(readyItems(both, '2026-12-07')).toEqual([booked]);
    expect(leftOver(both, [booked], '2026-12-07')).toEqual([due]);
  });

  test('are not sent once the visit is over, however late the sweep', () => {
    expect(readyItems(record([booked]), '2026-12-10')).toEqual([booked]);
    expect(readyItems(record([booked]), '2026-12-11')).toEqual([]);
    expect(visitStands(record([booked]), booked, '2026-12-11')).toBe(false);
  });

  test('are not sent for a visit that was cancelled or moved since', () => {
    expect(visitStands(record([booked]), booked, '2026-12-07')).toBe(true);
    expect(visitStands(record([booked], [visit({ status: 'cancelled' })]), booked, '2026-12-07')).toBe(false);
    expect(visitStands(record([booked], [visit({ on: '2026-12-11' })]), booked, '2026-12-07')).toBe(false);
  });
});
