import { createHash } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { assign, type Purpose, placeOf } from '../../../domain/measure/holdout.ts';
import { households, type Member, mostWithOneAddress } from '../../../domain/measure/households.ts';

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
const recall: Purpose = { messageClass: 'recall', paidSeries: false, safety: false };
const held = (household: string, share: number, salt = 'salt'): boolean =>
  assign(household, recall, { share, salt }, sha256).heldOut;
const shares = fc.double({ min: 0, max: 0.5, noNaN: true });

describe('who is held out', () => {
  test('is the same whenever it is asked', () => {
    fc.assert(
      fc.property(fc.string(), shares, (household, share) => {
        expect(held(household, share)).toBe(held(household, share));
      }),
    );
    // Of `printf 'holdout:salt:pat_1' | sha256sum`: what was assigned once must not change with a release.
    expect(placeOf('pat_1', 'salt', sha256)).toBe(0.48264569183875095);
  });

  test('a greater share only adds households', () => {
    fc.assert(
      fc.property(fc.string(), shares, shares, (household, a, b) => {
        expect(held(household, Math.max(a, b)) || !held(household, Math.min(a, b))).toBe(true);
      }),
    );
  });

  test.each([0.05, 0.1, 0.2, 0.5])(
    'is the share %p of all, for any salt, as chance would have it',
    (share) => {
      const count = 5000;
      for (const salt of ['a', 'b', '2026-q3', 'another', '']) {
        const found = Array.from({ length: count }, (_, index) => held(`pat_${index}`, share, salt)).filter(
          Boolean,
        );
        // Four standard errors of a binomial.
        expect(Math.abs(found.length - count * share)).toBeLessThan(
          4 * Math.sqrt(count * share * (1 - share)),
        );
      }
    },
  );

  test('another salt draws anew', () => {
    const both = Array.from({ length: 5000 }, (_, index) => index).filter(
      (index) => held(`pat_${index}`, 0.2, 'a') && held(`pat_${index}`, 0.2, 'b'),
    );
    expect(Math.abs(both.length - 200)).toBeLessThan(4 * Math.sqrt(5000 * 0.04 * 0.96));
  });

  test('nobody at share 0, and never for care, safety or a paid series', () => {
    const rules = { share: 0.5, salt: 'salt' };
    const inside = Array.from({ length: 100 }, (_, index) => `pat_${index}`).filter((one) => held(one, 0.5));
    expect(inside.length).toBeGreaterThan(0);
    for (const household of inside) {
      for (const exempt of [{ messageClass: 'care' as const }, { safety: true }, { paidSeries: true }])
        expect(assign(household, { ...recall, ...exempt }, rules, sha256)).toEqual({
          heldOut: false,
          share: 0,
        });
      expect(held(household, 0)).toBe(false);
    }
  });

  test.each([-0.1, 0.51, Number.NaN])('refuses the share %p', (share) => {
    expect(() => held('pat_1', share)).toThrow('rules.holdout.share');
  });

  test('refuses a hash that is none', () => {
    expect(() => placeOf('pat_1', 'salt', () => 'zz')).toThrow('hexadecimal');
  });
});

const members = fc
  .uniqueArray(fc.integer({ min: 0, max: 40 }), { maxLength: 25 })
  .chain((ids) =>
    fc.tuple(
      ...ids.map((id) =>
        fc
          .array(fc.integer({ min: 0, max: 30 }), { maxLength: 3 })
          .map((keys): Member => ({ patientId: `pat_${id}`, addressKeys: keys.map((key) => `key_${key}`) })),
      ),
    ),
  );

describe('households', () => {
  test('who shares an address is of one household, also by way of a third person', () => {
    const found = households([
      { patientId: 'c', addressKeys: ['mail-1', 'phone-1'] },
      { patientId: 'b', addressKeys: ['mail-1'] },
      { patientId: 'd', addressKeys: ['phone-1', 'post-1'] },
      { patientId: 'e', addressKeys: ['post-2'] },
      { patientId: 'f', addressKeys: [] },
    ]);
    expect([...found]).toEqual([
      ['c', 'b'],
      ['b', 'b'],
      ['d', 'b'],
      ['e', 'e'],
      ['f', 'f'],
    ]);
  });

  test('all of one are held out alike, and in whatever order they are given', () => {
    fc.assert(
      fc.property(members, (all) => {
        const found = households(all);
        expect(new Map([...households(all.toReversed())].toReversed())).toEqual(found);
        const sharing = all.flatMap((a) =>
          all
            .filter((b) => a.addressKeys.some((key) => b.addressKeys.includes(key)))
            .map((b) => [a, b] as const),
        );
        for (const [a, b] of sharing)
          expect(held(found.get(a.patientId) ?? '', 0.3)).toBe(held(found.get(b.patientId) ?? '-', 0.3));
        expect(found.size).toBe(all.length);
      }),
    );
  });

  test('a newcomer and a new address leave a household what it was', () => {
    const before = { patientId: 'pat_5', addressKeys: ['mail-2'], household: 'pat_5' };
    const found = households([before, { patientId: 'pat_1', addressKeys: ['mail-2'] }]);
    expect([...found.values()]).toEqual(['pat_5', 'pat_5']);
    expect(households([{ ...before, addressKeys: [] }]).get('pat_5')).toBe('pat_5');
  });

  test('an address of very many is nobody’s own', () => {
    const sharing = (count: number): readonly Member[] =>
      Array.from({ length: count }, (_, index) => ({ patientId: `pat_${index}`, addressKeys: ['desk'] }));
    expect(new Set(households(sharing(mostWithOneAddress)).values()).size).toBe(1);
    expect(new Set(households(sharing(mostWithOneAddress + 1)).values()).size).toBe(mostWithOneAddress + 1);
  });
});
