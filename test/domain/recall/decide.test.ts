import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { ConsentEvent } from '../../../domain/consent/consent-event.ts';
import { decide, type Question } from '../../../domain/recall/decide.ts';
import { lakeside } from '../../support/lakeside.ts';

const { recall } = lakeside;
const zone = 'America/Chicago';

const grant = (changes: Partial<ConsentEvent> = {}): ConsentEvent => ({
  id: 'c1',
  patientId: 'p1',
  channel: 'email',
  purpose: 'marketing',
  action: 'grant',
  occurredAt: '2026-01-01',
  recordedAt: '2026-01-01T00:00:00.000Z',
  method: 'paper',
  actor: 'patient',
  ...changes,
});

const question = (changes: Partial<Question> = {}): Question => ({
  record: {
    patient: {
      id: 'p1',
      schema: 1,
      externalId: '1',
      firstName: 'Rowan',
      lastName: 'E',
      language: 'en',
      location: 'downtown',
      email: 'a@example.com',
      phone: '+15125550101',
    },
    appointments: [],
    consents: [grant()],
  },
  channel: 'email',
  messageClass: 'recall',
  touchedOn: [],
  suppressed: false,
  openInquiry: false,
  zones: [zone],
  homeZone: zone,
  now: '2026-11-20T16:05:00.000Z',
  ...changes,
});

const withConsents = (...consents: readonly ConsentEvent[]): Question =>
  question({ record: { ...question().record, consents } });
const reasonOf = (given: Question): string => {
  const decision = decide(given, recall);
  return decision.outcome === 'block' ? decision.reason : decision.outcome;
};

describe('may this patient be contacted now?', () => {
  test('yes, with consent, within the hours and under the caps', () => {
    expect(decide(question(), recall).outcome).toBe('allow');
  });

  test.each<[string, Question]>([
    ['no consent to recall by email', withConsents()],
    [
      'no consent to recall by email',
      withConsents(grant(), grant({ id: 'c2', action: 'revoke', occurredAt: '2026-02-01' })),
    ],
    ['no consent to recall by email', withConsents(grant(), grant({ id: 'c2', action: 'revoke' }))],
    ['no consent to recall by email', withConsents(grant({ channel: 'call' }))],
    ['no consent to care by email', question({ messageClass: 'care' })],
    ['the address is suppressed', question({ suppressed: true })],
    ['an inquiry of theirs waits for an answer', question({ openInquiry: true })],
    ['contacted often enough', question({ touchedOn: ['2026-11-20'] })],
    ['contacted often enough', question({ touchedOn: ['2026-11-14', '2026-11-18'] })],
    [
      'contacted often enough',
      question({ touchedOn: ['2026-10-22', '2026-10-29', '2026-11-05', '2026-11-12'] }),
    ],
    ['nobody knows what time it is there', question({ zones: [] })],
    [
      'already booked',
      question({
        record: {
          ...question().record,
          appointments: [{ patientId: 'p1', id: 'a', on: '2026-12-01', status: 'booked' }],
        },
      }),
    ],
    [
      'a minor',
      question({
        record: { ...question().record, patient: { ...question().record.patient, birthDate: '2010-01-01' } },
      }),
    ],
  ])('%s', (reason, given) => {
    expect(reasonOf(given)).toBe(reason);
  });

  test.each([
    ['before the hours', '2026-11-20T10:00:00.000Z', '2026-11-20T15:00:00.000Z'],
    ['at their end', '2026-11-21T02:00:00.000Z', '2026-11-21T15:00:00.000Z'],
    ['in the night the clocks go back', '2026-11-01T06:30:00.000Z', '2026-11-01T15:00:00.000Z'],
  ])('%s it is put off to the first lawful instant', (_name, now, until) => {
    expect(decide(question({ now }), recall)).toMatchObject({ outcome: 'defer', until });
  });

  test('two zones must both allow', () => {
    const zones = ['America/New_York', 'America/Los_Angeles'];
    expect(decide(question({ zones, now: '2026-11-20T14:30:00.000Z' }), recall)).toMatchObject({
      outcome: 'defer',
      until: '2026-11-20T17:00:00.000Z',
    });
    expect(decide(question({ zones, now: '2026-11-20T18:00:00.000Z' }), recall).outcome).toBe('allow');
  });

  const instants = fc
    .integer({ min: Date.parse('2026-01-01T00:00:00Z'), max: Date.parse('2027-12-31T00:00:00Z') })
    .map((instant) => new Date(instant).toISOString());
  const zones = fc.subarray(
    ['America/Chicago', 'America/Denver', 'America/New_York', 'Pacific/Honolulu', 'Europe/Madrid'],
    { minLength: 1 },
  );

  test('a deferral always ends at an instant that is allowed', () => {
    fc.assert(
      fc.property(instants, zones, (now, given) => {
        const decision = decide(question({ now, zones: given }), recall);
        return (
          decision.outcome !== 'defer' ||
          decide(question({ now: decision.until, zones: given }), recall).outcome === 'allow'
        );
      }),
      { numRuns: 300 },
    );
  });

  test('one restriction more never turns a no into a yes', () => {
    const restrictions = fc.record(
      {
        suppressed: fc.constant(true),
        openInquiry: fc.constant(true),
        touchedOn: fc.constant(['2026-11-20']),
        zones: fc.constant([]),
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(restrictions, restrictions, (few, more) => {
        const before = decide(question(few), recall).outcome;
        const after = decide(question({ ...few, ...more }), recall).outcome;
        return before === 'allow' || after !== 'allow';
      }),
    );
  });
});
