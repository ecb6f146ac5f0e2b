import { expect, test } from '@jest/globals';
import { warningsOf } from '../../../domain/message/free-text-warning.ts';
import { lakeside } from '../../support/lakeside.ts';

const warn = (text: string) => warningsOf(text, lakeside['revealing-words']);

test.each([
  ['Your lip filler is at 3 PM', 'a treatment, a part of the body'],
  ['Is the semaglutide working?', 'a drug'],
  ['Please send a photo', 'a photo'],
  ['Your acne looks better', 'a diagnosis'],
  ['There is a balance due of 80', 'a balance'],
])('staff are told what their words name: %s', (text, what) => {
  expect(warn(text)).toEqual([expect.stringContaining(`Your words name ${what}: others may read`)]);
});

test('staff are told that they promote something', () => {
  expect(warn('There is a special offer for you')).toEqual([expect.stringContaining('promote something')]);
});

test.each(['See you on Friday at 3 PM.', 'Dr. Okoye calls you in ten minutes.'])('%s is fine', (text) => {
  expect(warn(text)).toEqual([]);
});
