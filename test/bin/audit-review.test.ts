import { expect, test } from '@jest/globals';
import { reviewReport, type ShownReview } from '../../bin/commands/audit.ts';

const review: ShownReview = {
  month: '2026-11',
  madeAt: '2026-12-01T09:10:00.000Z',
  signed: null,
  counts: [{ staff: 'marlow', activity: 'view', done: 4, refused: 1, failed: 0 }],
  lines: {
    export: [
      {
        at: '2026-11-20T16:00:00.000Z',
        staff: 'bell',
        operation: 'askForCopy',
        subject: 'pat_a',
        outcome: 'done',
        why: 'the patient asked',
      },
    ],
    override: [],
  },
  outsideCare: [
    {
      staff: 'marlow',
      patientId: 'pat_b',
      times: 2,
      firstAt: '2026-11-20T16:00:00.000Z',
      lastAt: '2026-11-21T16:00:00.000Z',
    },
  ],
  notJudged: 0,
  strangers: 3,
  unlisted: 0,
  trail: { days: 30, entries: 5, head: 'abc', problems: [] },
  allYours: false,
};

test('a review in the terminal says who did what to whom, and whether it is signed', () => {
  const shown = reviewReport(review);
  for (const words of [
    '2026-11: not signed yet',
    'marlow  view  4 done, 1 refused, 0 failed',
    'export: 1\n  2026-11-20T16:00:00.000Z  bell  askForCopy  pat_a  done: the patient asked',
    'override: 0',
    'marlow  pat_b  2 times',
    'not of the staff: 3',
    '5 entries of 30 days, seal abc, as it was written',
  ])
    expect(shown).toContain(words);
  expect(shown).not.toContain('somebody else sign');
});

test('a review in the terminal says what is wrong with the trail, who signed alone, and that another should sign', () => {
  const signed = { by: 'bell', at: '2026-12-02T10:00:00.000Z', note: 'fine', alone: true };
  const problems = [{ day: '2026-11-22', what: 'file-changed' }];
  const shown = reviewReport({
    ...review,
    signed,
    allYours: true,
    unlisted: 7,
    trail: { ...review.trail, problems },
  });
  for (const words of [
    'signed by bell on 2026-12-02, alone: nobody else could: fine',
    'NOT as it was written',
    '2026-11-22  file-changed',
    '7 more than is listed',
    'let somebody else sign it',
  ])
    expect(shown).toContain(words);
});
