import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type Decision, decide } from '../../../domain/consent/decide.ts';
import type { Question } from '../../../domain/consent/question.ts';
import { lakeside } from '../../support/lakeside.ts';
import { examples, questionOf } from '../../support/may-contact.ts';

const { law } = lakeside;
const asked = examples().map((example) => questionOf(example, law));
const anyQuestion = fc
  .record({
    question: fc.constantFrom(...asked),
    channel: fc.constantFrom<Question['channel'][]>('email', 'text', 'call', 'letter', 'postcard', 'social'),
    purpose: fc.constantFrom<Question['message']['purpose'][]>('care', 'recall', 'marketing', 'education'),
    at: fc.integer({ min: Date.parse('2026-01-01'), max: Date.parse('2027-01-01') }),
  })
  .map(
    ({ question, channel, purpose, at }): Question => ({
      ...question,
      channel,
      message: { ...question.message, purpose },
      now: new Date(at).toISOString(),
    }),
  );

/** Rules by which consent ends with time: texts to a number (R14), implied consent in Canada (R39), to calls in Australia (R40). */
const ages = ['R14', 'R39', 'R40'];

type Change = (question: Question) => Question;
const recipient =
  (changes: (known: Question['recipient']) => Partial<Question['recipient']>): Change =>
  (question) => ({ ...question, recipient: { ...question.recipient, ...changes(question.recipient) } });
const circumstances =
  (changes: Partial<Question['circumstances']>): Change =>
  (question) => ({ ...question, circumstances: { ...question.circumstances, ...changes } });
const without =
  (...names: (keyof Question['recipient'])[]): Change =>
  (question) => ({
    ...question,
    recipient: Object.fromEntries(
      Object.entries(question.recipient).filter(([name]) => !(names as string[]).includes(name)),
    ) as unknown as Question['recipient'],
  });

/** Facts that make it stricter. */
const restrictions: readonly Change[] = [
  circumstances({ openCase: true }),
  circumstances({ openInquiry: true }),
  circumstances({ seeksReassurance: true }),
  circumstances({ holdout: true }),
  circumstances({ bookedOn: '2026-12-30' }),
  circumstances({ complaintRate: 0.01 }),
  circumstances({ textNumber: { care: false, marketing: false } }),
  recipient(() => ({ deceased: true })),
  // With a guardian on record it says to whom care goes.
  recipient(({ guardian }) => (guardian ? {} : { apparentMinor: true })),
  recipient(({ forbids }) => ({ forbids: [...forbids, 'text', 'email'] })),
  recipient(() => ({ topicsOff: ['recall', 'marketing', 'education'] })),
  recipient(({ suppressed }) => ({
    suppressed: [...suppressed, { address: 'email', reason: 'complaint', at: '2026-01-01' }],
  })),
  recipient(({ contacts }) => ({
    contacts: [...contacts, { at: '2026-06-30T15:00:00.000Z', channel: 'text', purpose: 'recall' }],
  })),
  (question) => ({
    ...question,
    consents: [
      ...question.consents,
      {
        id: 'stop',
        patientId: 'p1',
        channel: 'all',
        purpose: 'all',
        action: 'revoke',
        occurredAt: question.now,
        recordedAt: question.now,
        method: 'keyword',
        actor: 'patient',
      },
    ],
  }),
  (question) => ({
    ...question,
    message: { ...question.message, findings: [...question.message.findings, 'names-drug'] },
  }),
];

/** What is not known any more. */
const forgotten: readonly Change[] = [
  (question) => ({ ...question, consents: question.consents.filter(({ action }) => action !== 'grant') }),
  recipient(({ doNotCall }) => ({ doNotCall: { internal: doNotCall.internal } })),
  // A "yes" that is forgotten is a restriction less, no permission.
  (question) => (question.recipient.reassigned?.answer === 'no' ? without('reassigned')(question) : question),
  without('lastTreatedOn'),
  without('lastInquiryOn'),
  without('phone', 'email'),
  recipient(() => ({ hasPostal: false })),
];

/** Nearer to sending is more: a block is least, a message that may go now most. */
const rank = { block: 0, escalate: 1, defer: 2, allow: 3 } as const;
const at = (decision: Decision): string =>
  decision.outcome === 'defer' ? decision.until : decision.outcome === 'allow' ? '' : '~';

describe('whatever is asked', () => {
  test.each(restrictions.map((change, index) => [index, change] as const))(
    'restriction %i never lets a message go that may not, and never lets it go sooner',
    (_index, restrict) => {
      fc.assert(
        fc.property(anyQuestion, (question) => {
          const before = decide(question);
          const after = decide(restrict(question));
          expect(rank[after.outcome]).toBeLessThanOrEqual(rank[before.outcome]);
          if (before.outcome === after.outcome) expect(at(after) >= at(before)).toBe(true);
        }),
        { numRuns: 60 },
      );
    },
  );

  test.each(forgotten.map((change, index) => [index, change] as const))(
    'what is not known never allows (%i)',
    (_index, forget) => {
      fc.assert(
        fc.property(anyQuestion, (question) => {
          const before = decide(question);
          expect(rank[decide(forget(question)).outcome]).toBeLessThanOrEqual(rank[before.outcome]);
        }),
        { numRuns: 60 },
      );
    },
  );

  test('nowhere to be found: no promotion outside of what is lawful in the whole nation', () => {
    fc.assert(
      fc.property(anyQuestion, (question) => {
        const { region, statedZone, ...known } = question.recipient;
        const nowhere: Question = {
          ...question,
          recipient: { ...known, phone: '+18005550123', country: 'US' },
        };
        const placed: Question = { ...nowhere, recipient: { ...nowhere.recipient, region: region ?? 'NY' } };
        if (decide(placed).outcome !== 'allow') return;
        if (question.channel !== 'text' && question.channel !== 'call') return;
        if (question.message.purpose === 'care') return;
        const { outcome } = decide(nowhere);
        const utc = Number(question.now.slice(11, 13));
        if (outcome === 'allow') expect(utc >= 20 && utc < 23).toBe(true);
      }),
      { numRuns: 150 },
    );
  });

  test('whoever took everything back gets nothing that promotes, by any channel', () => {
    fc.assert(
      fc.property(anyQuestion, (question) => {
        const { purpose, findings } = question.message;
        if (purpose === 'care' && !findings.includes('promotional')) return;
        const stop = {
          id: 'stop',
          patientId: 'p1',
          channel: 'all',
          purpose: 'marketing',
          action: 'revoke',
          occurredAt: question.now,
          recordedAt: question.now,
          method: 'free-text',
          actor: 'patient',
        } as const;
        expect(decide({ ...question, consents: [...question.consents, stop] }).outcome).toBe('block');
      }),
      { numRuns: 300 },
    );
  });

  test('no zone that somebody may have written makes it throw', () => {
    fc.assert(
      fc.property(anyQuestion, fc.string(), (question, statedZone) => {
        expect(() => decide({ ...question, recipient: { ...question.recipient, statedZone } })).not.toThrow();
      }),
      { numRuns: 150 },
    );
  });

  test('a deferral ends at an instant at which the same question is allowed, unless the consent has grown too old meanwhile', () => {
    fc.assert(
      fc.property(anyQuestion, (question) => {
        const decision = decide(question);
        if (decision.outcome !== 'defer') return;
        expect(decision.until > question.now).toBe(true);
        const { outcome, rules } = decide({ ...question, now: decision.until });
        expect(outcome === 'allow' || rules.every((rule) => ages.includes(rule))).toBe(true);
      }),
      { numRuns: 400 },
    );
  });
});
