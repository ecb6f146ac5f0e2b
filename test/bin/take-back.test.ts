import { expect, test } from '@jest/globals';
import { takeAllBack, takenBackReport } from '../../bin/commands/take-back.ts';

test('a sweep is taken back page by page, and all pages are told of', async () => {
  const pages = [
    { takenBack: 100, sent: 0, tasks: 1, ended: 0, finished: true, cursor: 'next' },
    { takenBack: 3, sent: 2, tasks: 0, ended: 1, finished: true, cursor: null },
  ];
  const asked: (string | undefined)[] = [];
  const counts = await takeAllBack(async (cursor) => {
    asked.push(cursor);
    return pages[asked.length - 1] as (typeof pages)[number];
  });
  expect(asked).toEqual([undefined, 'next']);
  expect(takenBackReport(counts)).toBe(
    '103 taken back: the next sweep looks at these patients again.\n' +
      '2 had left or were made, and stay.\n' +
      '1 are tasks that people have: end those by hand.\n' +
      '1 had ended before, by a booking for example.\n',
  );
  expect(takenBackReport({ ...counts, finished: false })).toContain('type the same once more');
});
