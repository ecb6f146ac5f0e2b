import { expect, test } from '@jest/globals';
import { Override } from '../../../lambdas/desk/record-schemas.ts';

const taken = (interval: unknown) =>
  Override.safeParse({ item: 'due#facial', interval, reason: 'asked for it' }).success;

test.each([['P6M1D'], ['P1Y6M'], ['P2M2W'], ['P90D'], [null]])(
  'a person may set the interval %s',
  (interval) => {
    expect(taken(interval)).toBe(true);
  },
);

test.each([['P'], ['P0D'], ['P0Y0M'], ['P1D6M'], ['6 months'], ['']])('and never %j', (interval) => {
  expect(taken(interval)).toBe(false);
});
