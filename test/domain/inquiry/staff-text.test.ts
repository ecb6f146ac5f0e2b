import { describe, expect, test } from '@jest/globals';
import { readStaffText } from '../../../domain/inquiry/staff-text.ts';

describe('a text of the staff', () => {
  test.each([
    ['c 12', { verb: 'claim', code: 12, text: '' }],
    ['C12', { verb: 'claim', code: 12, text: '' }],
    [' d 123. ', { verb: 'done', code: 123, text: '' }],
    ['e 1234', { verb: 'escalate', code: 1234, text: '' }],
    ['r 12 Yes, at 3 pm.\nSee you', { verb: 'reply', code: 12, text: 'Yes, at 3 pm.\nSee you' }],
    ['R 12: yes', { verb: 'reply', code: 12, text: 'yes' }],
    ['r 12', { verb: 'reply', code: 12, text: '' }],
  ])('%j is a command', (text, command) => {
    expect(readStaffText(text)).toEqual(command);
  });

  test.each([
    'call me',
    'c 1',
    'c 12345',
    'can you see me at 12',
    'd 12 but she wants a call',
    'claim 12',
    '',
  ])('%j is a message like any other', (text) => {
    expect(readStaffText(text)).toBeUndefined();
  });
});
