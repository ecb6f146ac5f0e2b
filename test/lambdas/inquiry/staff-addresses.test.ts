import { describe, expect, test } from '@jest/globals';
import type { SendOutcome } from '../../../domain/message/senders.ts';
import type { StaffMember } from '../../../domain/practice/practice.ts';
import { addressesFor, sendByAll } from '../../../lambdas/inquiry/staff-addresses.ts';
import { staffMember } from '../../support/lakeside.ts';

const okoye: StaffMember = {
  ...staffMember('okoye'),
  reach: [
    { way: 'sms', address: '+15125550001', for: 'normal' },
    { way: 'sms', address: '+15125550002', for: 'important' },
    { way: 'sms', address: '+15125550003' },
    { way: 'email', address: 'okoye@example.com', for: 'normal' },
  ],
};
const key = (kind: 'page' | 'alert' | 'gap', way: 'sms' | 'email' | 'call') => ({
  kind,
  round: '0.0.0',
  staff: 'okoye',
  way,
});
const accepted: SendOutcome = { state: 'accepted', providerId: 'one' };
const refused: SendOutcome = { state: 'refused', reason: 'no' };

describe('the addresses of a person', () => {
  test('are those for such a message', () => {
    expect(addressesFor(okoye, key('page', 'sms'))).toEqual(['+15125550002', '+15125550003']);
    expect(addressesFor(okoye, key('gap', 'sms'))).toEqual(['+15125550002', '+15125550003']);
    expect(addressesFor(okoye, key('alert', 'sms'))).toEqual(['+15125550001', '+15125550003']);
  });

  test('are any of that way where none is meant any more, and none where there is none', () => {
    expect(addressesFor(okoye, key('page', 'email'))).toEqual(['okoye@example.com']);
    expect(addressesFor(okoye, key('page', 'call'))).toEqual([]);
  });
});

describe('a message to several addresses', () => {
  async function sends(outcomes: readonly (SendOutcome | Error)[], all: boolean) {
    const to: string[] = [];
    const outcome = await sendByAll(
      outcomes.map((_outcome, index) => `${index}`),
      all,
      async (address) => {
        to.push(address);
        const given = outcomes[Number(address)] as SendOutcome | Error;
        if (given instanceof Error) throw given;
        return given;
      },
    ).catch((error: Error) => error.message);
    return [to.length, typeof outcome === 'string' ? outcome : outcome.state];
  }

  test('goes to all where it is a page, whatever becomes of one', async () => {
    expect(await sends([accepted, accepted], true)).toEqual([2, 'accepted']);
    expect(await sends([new Error('lost'), accepted], true)).toEqual([2, 'accepted']);
    expect(await sends([new Error('lost'), refused], true)).toEqual([2, 'lost']);
    expect(await sends([refused, refused], true)).toEqual([2, 'refused']);
  });

  test('goes to the first that takes it where it is none', async () => {
    expect(await sends([accepted, accepted], false)).toEqual([1, 'accepted']);
    expect(await sends([refused, accepted], false)).toEqual([2, 'accepted']);
    expect(await sends([new Error('lost'), accepted], false)).toEqual([1, 'lost']);
  });
});
