import { describe, expect, test } from '@jest/globals';
import type { PatientRecord } from '../../../domain/patient/patient.ts';
import { eligibleEvents } from '../../../domain/recall/eligible.ts';
import type { Touch } from '../../../domain/recall/touch.ts';

const touch = {
  class: 'recall',
  channel: 'email',
  template: 'due',
  location: 'downtown',
  on: '2026-11-20',
  state: 'planned',
  items: [
    { id: 'due#botulinum-toxin', episode: '2026-11-22', attempts: 0, attempt: 0 },
    { id: 'restock#serum', episode: '2026-11-19', attempts: 1, attempt: 1 },
  ],
} as unknown as Touch;
const record = { patient: { id: 'pat_2' }, household: 'pat_1', items: [] } as unknown as PatientRecord;
const rules = { holdout: { share: 0.2, salt: 'a' } };

describe('the moment of eligibility', () => {
  test('is the first touch of an episode, for both arms, with what is or would have been sent', () => {
    const event = {
      patientId: 'pat_2',
      household: 'pat_1',
      item: 'due#botulinum-toxin',
      episode: '2026-11-22',
      type: 'due',
      location: 'downtown',
      on: '2026-11-20',
      heldOut: false,
      share: 0.2,
      wouldHaveSent: { channel: 'email', template: 'due' },
    };
    expect(eligibleEvents(touch, record, rules)).toEqual([event]);
    expect(eligibleEvents({ ...touch, state: 'held-out' }, record, rules)).toEqual([
      { ...event, heldOut: true },
    ]);
  });

  test('has no share where nobody may be held out: care, and a session that is paid for', () => {
    const paid = [{ id: 'restock#serum', paid: true }] as unknown as PatientRecord['items'];
    expect(eligibleEvents({ ...touch, class: 'care' }, record, rules)[0]?.share).toBe(0);
    expect(eligibleEvents(touch, { ...record, items: paid }, rules)[0]?.share).toBe(0);
  });

  test('is none for a reminder of a booked visit, which brings nobody back', () => {
    const items = [{ id: 'reminder#v1', episode: '2026-11-22', attempts: 0, attempt: 0 }];
    expect(eligibleEvents({ ...touch, class: 'care', items }, record, rules)).toEqual([]);
  });
});
