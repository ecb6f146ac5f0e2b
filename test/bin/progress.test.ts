import { expect, test } from '@jest/globals';
import { progressLine } from '../../bin/commands/progress.ts';

test.each([
  [0.5, 50_000, 100, '████████████░░░░░░░░░░░░  50 %  50,000 rows, 500/s, 2 min left'],
  [0.25, 1_000, 10, '██████░░░░░░░░░░░░░░░░░░  25 %  1,000 rows, 100/s, 30 s left'],
  [1, 100_000, 200, '████████████████████████ 100 %  100,000 rows, 500/s'],
  [0, 0, 0, '░░░░░░░░░░░░░░░░░░░░░░░░   0 %  0 rows, 0/s'],
])('%f of a file, %d rows in %d s', (share, done, seconds, line) => {
  expect(progressLine(share, done, seconds)).toBe(line);
});
