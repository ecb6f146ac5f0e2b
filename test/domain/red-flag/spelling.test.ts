import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { spellingOf, vocabulary } from '../../../domain/red-flag/spelling.ts';

/** A spelling, and how many times it has compared a word with the vocabulary. */
function counted() {
  const looked: string[] = [];
  const known = vocabulary(['swelling', 'blind'], {});
  const words = { has: (word: string) => looked.push(word) > 0 && known.words.has(word) };
  return { spelling: spellingOf({ ...known, words: words as ReadonlySet<string> }, []), looked };
}

test('a word that comes again is read once, however much that nobody writes twice came before', () => {
  const { spelling, looked } = counted();
  for (let serial = 0; serial < 20_000; serial += 1) spelling.termsOf(`word${serial}`);
  const before = looked.length;
  expect(spelling.termsOf('sweling').sure).toEqual(['swelling']);
  const once = looked.length - before;
  for (let again = 0; again < 100; again += 1) expect(spelling.termsOf('sweling').sure).toEqual(['swelling']);
  expect(looked.length - before).toBe(once);
});

test('a word that is one slip away is guessed, whichever slip', () => {
  const { spelling } = counted();
  const letters = 'abcdefghijklmnopqrstuvwxyz';
  const slips = fc.tuple(
    fc.nat(7),
    fc.constantFrom(...letters),
    fc.constantFrom('wrong', 'missing', 'more', 'swapped'),
  );
  fc.assert(
    fc.property(slips, ([at, letter, slip]) => {
      const [before, own, next, after] = [
        'swelling'.slice(0, at),
        'swelling'[at],
        'swelling'[at + 1] ?? '',
        'swelling'.slice(at + 1),
      ];
      const written = {
        wrong: letter + after,
        missing: after,
        more: letter + own + after,
        swapped: next + own + after.slice(1),
      }[slip];
      const { sure, guessed } = spelling.termsOf(before + written);
      expect([...sure, ...guessed]).toContain('swelling');
    }),
  );
});

test.each([
  ['emerjensia', 'emergencia'],
  ['combulsion', 'convuls*'],
  ['iervesita', 'hierbecita'],
])('%s is heard as %s', (written, term) => {
  const spelling = spellingOf(vocabulary(['emergencia', 'convuls*', 'hierbecita'], {}), []);
  expect(spelling.termsOf(written).guessed).toEqual([term]);
});

test('a word of its own is not heard as another', () => {
  const spelling = spellingOf(vocabulary(['emergencia'], {}), [], ['emerjensia']);
  expect(spelling.termsOf('emerjensia').guessed).toEqual([]);
});
