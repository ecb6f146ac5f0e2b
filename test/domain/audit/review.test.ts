import { describe, expect, test } from '@jest/globals';
import { activityOf } from '../../../domain/audit/activity.ts';
import { careSpans, isWithinCare } from '../../../domain/audit/care-spans.ts';
import { noteConfiguration } from '../../../domain/audit/configuration.ts';
import { judging } from '../../../domain/audit/judging.ts';
import { keepDays } from '../../../domain/audit/keep-days.ts';
import {
  dueMonth,
  isToTell,
  makeReview,
  missingReview,
  overdueReviews,
  trailIsBehind,
} from '../../../domain/audit/monthly.ts';
import {
  count,
  emptyTally,
  isAllBy,
  longestList,
  type Review,
  summaryOf,
} from '../../../domain/audit/review.ts';
import { reviewersOf, signOff } from '../../../domain/audit/sign-off.ts';
import type { PatientRecord } from '../../../domain/patient/patient.ts';
import type { AuditEntry } from '../../../domain/practice/audit.ts';
import { sha256 } from '../../../lambdas/kit/sha256.ts';
import { lakeside, staffMember } from '../../support/lakeside.ts';
import { auditEntry, memoryAudit, memoryFiles } from '../../support/memory-audit.ts';

const pat = (letter: string): string => `pat_${letter.repeat(24)}`;

describe('the kind of an activity', () => {
  test.each([
    ['signIn', 'sign-in'],
    ['getPatient', 'view'],
    ['page:open', 'view'],
    ['explainPatient', 'view'],
    ['listPatients', 'search'],
    ['listInquiries', 'search'],
    ['exportPatient', 'export'],
    ['printConsents', 'export'],
    ['exportRecall', 'export'],
    ['makeLetterBatch', 'export'],
    ['replyToInquiry', 'send'],
    ['page:reply', 'send'],
    ['recordConsent', 'consent'],
    ['claimInquiry', 'escalation'],
    ['page:claim', 'escalation'],
    ['text:escalate', 'escalation'],
    ['call:claim', 'escalation'],
    ['overrideRecall', 'override'],
    ['lowerLevel', 'override'],
    ['page:lower', 'override'],
    ['approveErasure', 'erasure'],
    ['configurationChanged', 'configuration'],
    ['setSourceSecret', 'configuration'],
    ['listAudit', 'review'],
    ['recordTreatment', 'change'],
    ['gettingOn', 'change'],
  ])('of %s is %s', (operation, activity) => {
    expect(activityOf({ operation })).toBe(activity);
  });
});

const summaryFor = async (entries: readonly AuditEntry[], isCare = false) => {
  const tally = emptyTally();
  for (const entry of entries) count(tally, entry);
  return summaryOf(tally, async () => () => isCare);
};

describe('the summary of a month', () => {
  test('counts by person and kind, and by how it ended', async () => {
    const { counts } = await summaryFor([
      auditEntry(),
      auditEntry({ outcome: 'refused' }),
      auditEntry({ operation: 'claimInquiry', outcome: 'failed' }),
      auditEntry({ staff: 'bell' }),
    ]);
    expect(counts).toEqual([
      { staff: 'bell', activity: 'view', done: 1, refused: 0, failed: 0 },
      { staff: 'marlow', activity: 'escalation', done: 0, refused: 0, failed: 1 },
      { staff: 'marlow', activity: 'view', done: 1, refused: 1, failed: 0 },
    ]);
  });

  test('lists exports, overrides, erasures and the configuration one by one, with their reasons', async () => {
    const { lines } = await summaryFor([
      auditEntry({ operation: 'exportPatient' }),
      auditEntry({ operation: 'snoozeRecall', why: 'on holiday' }),
      auditEntry({ operation: 'askForErasure', why: 'patient-asked' }),
      auditEntry({ operation: 'configurationChanged', staff: 'deploy', subject: 'recall' }),
      auditEntry({ operation: 'getPatient' }),
    ]);
    expect(Object.values(lines).map((all) => all.map(({ operation }) => operation))).toEqual([
      ['exportPatient'],
      ['snoozeRecall'],
      ['askForErasure'],
      ['configurationChanged'],
    ]);
    expect(lines.override[0]?.why).toBe('on holiday');
  });

  test('fits into one item of the table, whatever reasons were written', async () => {
    const why = '漢'.repeat(200);
    const made = ['exportRecall', 'overrideRecall', 'askForErasure', 'changeRota'].flatMap((operation) =>
      Array.from({ length: longestList }, () =>
        auditEntry({ operation, why, subject: pat('a').repeat(2), outcome: 'refused' }),
      ),
    );
    const summary = await summaryFor(made);
    expect(Buffer.byteLength(JSON.stringify(summary))).toBeLessThan(350_000);
    const shown = Object.values(summary.lines).map((lines) => lines.length);
    expect(Math.min(...shown)).toBeGreaterThan(50);
    expect(shown.reduce((sum, length) => sum + length, 0) + summary.unlisted).toBe(made.length);
  });

  test('says how many lines it could not list', async () => {
    const { lines, unlisted } = await summaryFor(
      Array.from({ length: longestList + 3 }, () => auditEntry({ operation: 'exportRecall' })),
    );
    expect([lines.export.length, unlisted]).toEqual([longestList, 3]);
  });

  test('lists who opened records without a reason, how often and when, also in a body or behind a task', async () => {
    const { outsideCare } = await summaryFor([
      auditEntry({ at: '2026-11-22T08:00:00.000Z' }),
      auditEntry({ at: '2026-11-20T08:00:00.000Z' }),
      auditEntry({ operation: 'previewTouch', subject: '-', others: [pat('b')] }),
      auditEntry({ staff: 'bell', outcome: 'refused' }),
      auditEntry({ staff: 'bell', operation: 'recordTreatment' }),
    ]);
    expect(outsideCare).toEqual([
      {
        staff: 'marlow',
        patientId: pat('a'),
        times: 2,
        firstAt: '2026-11-20T08:00:00.000Z',
        lastAt: '2026-11-22T08:00:00.000Z',
      },
      expect.objectContaining({ staff: 'marlow', patientId: pat('b'), times: 1 }),
    ]);
    expect((await summaryFor([auditEntry()], true)).outsideCare).toEqual([]);
  });

  test('says of how many nothing can be said, and how many requests came from nobody of the staff', async () => {
    const tally = emptyTally();
    count(tally, auditEntry());
    count(tally, auditEntry({ staff: 'unknown', outcome: 'refused' }));
    const asked: string[] = [];
    const judge = async (id: string) => void asked.push(id);
    expect(await summaryOf(tally, judge as never)).toMatchObject({
      notJudged: 1,
      strangers: 1,
      outsideCare: [],
    });
    expect(asked).toEqual([pat('a')]);
  });
});

const record = (changes: Partial<PatientRecord> = {}): PatientRecord => ({
  patient: {
    id: pat('a'),
    schema: 1,
    externalId: '1',
    firstName: 'Rowan',
    lastName: 'Vale',
    language: 'en',
    location: 'downtown',
    email: 'rowan@example.com',
  },
  treatments: [],
  purchases: [],
  consultations: [],
  series: [],
  appointments: [],
  settings: [],
  consents: [],
  checks: [],
  items: [],
  ...changes,
});
const now = '2026-12-01T09:10:00.000Z';

describe('a reason to open a record', () => {
  const patientId = pat('a');
  test.each<[string, Partial<PatientRecord>, string, string]>([
    [
      'a visit, a month before and after',
      { appointments: [{ patientId, id: 'a1', on: '2026-11-15', status: 'booked' }] },
      '2026-12-16',
      '2026-12-17',
    ],
    [
      'the day on which a visit was booked',
      {
        appointments: [
          { patientId, id: 'a1', on: '2027-06-01', status: 'booked', bookedAt: '2026-11-15T10:00:00.000Z' },
        ],
      },
      '2026-11-18',
      '2026-11-19',
    ],
    [
      'a treatment',
      { treatments: [{ patientId, id: 't', type: 'facial', on: '2026-11-15' }] },
      '2026-12-16',
      '2026-12-17',
    ],
    [
      'a consultation that is still open',
      { consultations: [{ patientId, id: 'c', on: '2026-06-01', outcome: 'open' }] },
      '2026-12-02',
      '2026-12-03',
    ],
    [
      'an erasure that was asked for',
      {
        erasure: {
          patientId,
          reason: 'patient-asked',
          requestedBy: 'bell',
          requestedAt: '2026-11-10T10:00:00.000Z',
          approvedAt: '2026-11-12T10:00:00.000Z',
        },
      },
      '2026-11-15',
      '2026-11-16',
    ],
  ])('is %s', (_, changes, within, outside) => {
    const spans = careSpans(record(changes), [], now);
    expect(isWithinCare(`${within}T12:00:00.000Z`, spans)).toBe(true);
    expect(isWithinCare(`${outside}T12:00:00.000Z`, spans)).toBe(false);
  });

  test('is no visit that was cancelled, and nothing of another day', () => {
    const cancelled = careSpans(
      record({ appointments: [{ patientId, id: 'a1', on: '2026-11-15', status: 'cancelled' }] }),
      [],
      now,
    );
    expect(isWithinCare('2026-11-15T12:00:00.000Z', cancelled)).toBe(false);
    expect(isWithinCare('2026-11-15T12:00:00.000Z', careSpans(record(), [], now))).toBe(false);
  });

  test('is a conversation, until a week after it was closed; one that is open lasts', () => {
    const closed = careSpans(
      record(),
      [{ receivedAt: '2026-11-01T10:00:00.000Z', closedAt: '2026-11-02T10:00:00.000Z' }],
      now,
    );
    const at = (day: string) => `${day}T12:00:00.000Z`;
    expect(
      ['2026-10-30', '2026-10-31', '2026-11-10', '2026-11-11'].map((day) => isWithinCare(at(day), closed)),
    ).toEqual([false, true, true, false]);
    const open = careSpans(record(), [{ receivedAt: '2026-11-01T10:00:00.000Z' }], now);
    expect(isWithinCare(at('2026-11-25'), open)).toBe(true);
  });

  test('is found by every address of the patient, of merged records and of support persons', async () => {
    const asked: unknown[] = [];
    const judge = judging({
      patients: {
        record: async (id) =>
          id === pat('a')
            ? record({
                patient: { ...record().patient, phone: '+15125550143', otherAddresses: ['old@example.com'] },
                care: {
                  patientId,
                  nervous: false,
                  supportPersons: [{ name: 'Ana', relation: 'mother', email: 'ana@example.com' }],
                  by: 'bell',
                  at: now,
                },
              })
            : undefined,
      },
      senderKeys: async (contact) => {
        asked.push(contact);
        return ['key'];
      },
      ofSenders: async (keys) => (keys.length === 1 ? ['i1', 'gone'] : []),
      inquiry: async (id) => (id === 'i1' ? { receivedAt: '2026-11-20T10:00:00.000Z' } : undefined),
      now,
    });
    const isCare = await judge(pat('a'));
    expect(isCare?.('2026-11-21T10:00:00.000Z')).toBe(true);
    expect(isCare?.('2026-10-01T10:00:00.000Z')).toBe(false);
    expect(asked).toEqual([
      { email: 'rowan@example.com', phone: '+15125550143' },
      { email: 'ana@example.com' },
      { email: 'old@example.com' },
    ]);
    expect(await judge(pat('z'))).toBeUndefined();
  });

  test('cannot be told of somebody who is erased', async () => {
    const erased = record({ patient: { ...record().patient, erasedAt: now } });
    const ports = {
      senderKeys: async () => [],
      ofSenders: async () => [],
      inquiry: async () => undefined,
      now,
    };
    expect(await judging({ ...ports, patients: { record: async () => erased } })(pat('a'))).toBeUndefined();
  });
});

const [downtown] = lakeside.identity.locations;
describe('the review of a month', () => {
  test('is due on the first day of the next on which the practice opens', () => {
    if (!downtown) throw new Error('no location');
    // 1 November 2026 is a Sunday; 1 January 2027 a holiday, before a weekend.
    expect(dueMonth(downtown, '2026-11-01T18:00:00.000Z')).toBeUndefined();
    expect(dueMonth(downtown, '2026-11-02T05:00:00.000Z')).toBeUndefined();
    expect(dueMonth(downtown, '2026-11-02T09:10:00.000Z')).toBe('2026-10');
    expect(dueMonth(downtown, '2026-12-31T09:10:00.000Z')).toBe('2026-11');
    expect(dueMonth(downtown, '2027-01-03T09:10:00.000Z')).toBeUndefined();
    expect(dueMonth(downtown, '2027-01-04T09:10:00.000Z')).toBe('2026-12');
    // It never opens: then on the first.
    expect(dueMonth({ ...downtown, hours: {} }, '2026-11-01T18:00:00.000Z')).toBe('2026-10');
  });

  async function month() {
    const store = memoryAudit();
    const ports = {
      ...store,
      files: memoryFiles(),
      sha256,
      judge: async () => () => false,
    };
    await store.trail.append(auditEntry());
    await store.trail.append(auditEntry({ id: 'e2', operation: 'exportPatient', staff: 'okoye' }));
    return { store, ports };
  }

  test('is made once, when the last day of the month is written', async () => {
    const { store, ports } = await month();
    expect(await makeReview(ports, '2026-11', now)).toBeUndefined();
    await keepDays(ports, '2026-11-30T09:10:00.000Z');
    expect(await makeReview(ports, '2026-11', now)).toBeUndefined();
    await keepDays(ports, now);
    const made = await makeReview(ports, '2026-11', now);
    expect(made?.trail).toEqual({
      days: 11,
      entries: 2,
      head: (await store.days.newest())?.sha256,
      problems: [],
    });
    expect(made?.summary.lines.export).toHaveLength(1);
    expect(made?.summary.outsideCare).toHaveLength(1);
    expect(await store.reviews.find('2026-11')).toEqual(made);
    expect(await makeReview(ports, '2026-11', now)).toBeUndefined();
    expect(await makeReview(ports, '2026-10', now)).toBeUndefined();
  });

  const waiting = (changes: Partial<Review> = {}): Review => ({
    month: '2026-11',
    madeAt: now,
    summary: {
      counts: [],
      lines: { export: [], override: [], erasure: [], configuration: [] },
      outsideCare: [],
      notJudged: 0,
      strangers: 0,
      unlisted: 0,
    },
    trail: { days: 30, entries: 1, head: 'abc', problems: [] },
    ...changes,
  });
  const signed = { by: 'bell', at: now, note: 'fine', alone: false };

  test('is told at once and each week until it is signed, and an alarm after fourteen days', () => {
    expect(isToTell(waiting(), now)).toBe(true);
    const told = waiting({ toldAt: now });
    expect(isToTell(told, '2026-12-07T09:10:00.000Z')).toBe(false);
    expect(isToTell(told, '2026-12-08T09:10:00.000Z')).toBe(true);
    expect(isToTell({ ...told, signed }, '2026-12-08T09:10:00.000Z')).toBe(false);
    expect(overdueReviews([waiting()], '2026-12-15T09:10:00.000Z')).toEqual([]);
    expect(overdueReviews([waiting()], '2026-12-15T09:40:00.000Z')).toHaveLength(1);
    expect(overdueReviews([waiting({ signed })], '2026-12-25T09:40:00.000Z')).toEqual([]);
  });

  test('one that was not made within fourteen days is missed, where there was a trail', () => {
    const made = [{ month: '2026-10' }];
    const began = { day: '2026-10-05' };
    expect(missingReview(made, began, '2026-12-14T09:00:00.000Z')).toBeUndefined();
    expect(missingReview(made, began, '2026-12-16T09:00:00.000Z')).toBe('2026-11');
    expect(missingReview([{ month: '2026-11' }], began, '2026-12-16T09:00:00.000Z')).toBeUndefined();
    expect(missingReview([], { day: '2026-12-02' }, '2026-12-16T09:00:00.000Z')).toBeUndefined();
    expect(missingReview([], undefined, '2026-12-16T09:00:00.000Z')).toBeUndefined();
  });

  test('cannot be made where the trail is not written any more, or never was: that is an alarm', async () => {
    const { trail, days } = memoryAudit();
    const behind = (at: string) => trailIsBehind({ trail, days }, at);
    expect(await behind('2026-12-02T09:00:00.000Z')).toBe(false);
    await trail.append(auditEntry({ at: '2026-11-29T10:00:00.000Z' }));
    expect(await behind('2026-11-30T09:00:00.000Z')).toBe(false);
    expect(await behind('2026-12-02T09:00:00.000Z')).toBe(true);
    await days.keep({ day: '2026-11-29', entries: 1, sha256: '', previous: '' });
    expect(await behind('2026-12-01T09:00:00.000Z')).toBe(false);
    expect(await behind('2026-12-02T09:00:00.000Z')).toBe(true);
  });

  const people =
    (...ids: string[]) =>
    async () =>
      ids.map((id) => ({ id, name: `Name of ${id}` }));
  const by = (id: string) => ({ by: id, now: '2026-12-02T10:00:00.000Z' });
  async function signing(lines: readonly string[], ...reviewers: string[]) {
    const { reviews } = memoryAudit();
    const exports = lines.map((staff) => auditEntry({ staff, operation: 'exportPatient' }));
    const summary = { ...waiting().summary, lines: { ...waiting().summary.lines, export: exports } };
    await reviews.add(waiting({ summary }));
    return { reviews, reviewers: people(...reviewers) };
  }

  test('is signed once, with a note; whoever signs again finds it signed', async () => {
    const ports = await signing(['okoye', 'bell'], 'bell', 'marlow');
    const given = { month: '2026-11', note: 'asked about both exports' };
    const first = await signOff(ports, given, by('bell'));
    expect(first.signed).toEqual({
      by: 'bell',
      at: '2026-12-02T10:00:00.000Z',
      note: 'asked about both exports',
      alone: false,
    });
    expect(await signOff(ports, { ...given, note: 'again' }, by('marlow'))).toEqual(first);
    await expect(signOff(ports, { ...given, month: '2026-10' }, by('bell'))).rejects.toThrow('no review');
  });

  test('of one’s own activity alone is signed by another, if there is one, and says so if not', async () => {
    const given = { month: '2026-11', note: 'fine' };
    const two = await signing(['bell', 'deploy'], 'bell', 'marlow');
    await expect(signOff(two, given, by('bell'))).rejects.toThrow('Name of marlow');
    expect((await two.reviews.find('2026-11'))?.signed).toBeUndefined();
    expect((await signOff(two, given, by('marlow'))).signed).toMatchObject({ by: 'marlow', alone: false });
    const one = await signing(['bell'], 'bell');
    expect((await signOff(one, given, by('bell'))).signed).toMatchObject({ by: 'bell', alone: true });
  });

  test('is one’s own where all that is listed is, or without a list all that was done', () => {
    const counted = (...staff: string[]) =>
      staff.map((one) => ({ staff: one, activity: 'view' as const, done: 1, refused: 0, failed: 0 }));
    const of = (summary: Partial<Review['summary']>) =>
      waiting({ summary: { ...waiting().summary, ...summary } });
    const view = { staff: 'bell', patientId: pat('a'), times: 1, firstAt: now, lastAt: now };
    expect(isAllBy('bell', of({}))).toBe(false);
    expect(isAllBy('bell', of({ counts: counted('bell', 'unknown') }))).toBe(true);
    expect(isAllBy('bell', of({ counts: counted('bell', 'marlow') }))).toBe(false);
    expect(isAllBy('bell', of({ counts: counted('bell', 'marlow'), outsideCare: [view] }))).toBe(true);
    expect(isAllBy('marlow', of({ counts: counted('bell', 'marlow'), outsideCare: [view] }))).toBe(false);
  });

  test('is for managers, or whoever the practice names', () => {
    const { members } = lakeside.staff;
    expect(reviewersOf(members, {}).map(({ id }) => id)).toEqual(['bell']);
    const audit = { reviewers: ['physician' as const], lock: 'governance' as const };
    expect(reviewersOf(members, { audit })).toEqual([staffMember('okoye'), staffMember('lindqvist')]);
  });
});

test('what a deploy has changed of the configuration is noted once, part by part', async () => {
  const { trail, seen, entries } = memoryAudit();
  const newId = () => `n${entries.size}`;
  const ports = { trail, seen, newId };
  expect(await noteConfiguration(ports, { recall: 'v1', staff: 's1' }, '2026-11-20T16:00:00.000Z')).toBe(2);
  expect(await noteConfiguration(ports, { recall: 'v1', staff: 's1' }, '2026-11-20T16:01:00.000Z')).toBe(0);
  expect(await noteConfiguration(ports, { recall: 'v2' }, '2026-11-20T16:02:00.000Z')).toBe(2);
  const lines = [...entries.values()].map(({ staff, subject, why }) => [staff, subject, why]);
  expect(lines).toEqual([
    ['deploy', 'recall', 'none to v1'],
    ['deploy', 'staff', 'none to s1'],
    ['deploy', 'recall', 'v1 to v2'],
    ['deploy', 'staff', 's1 to none'],
  ]);
});
