import { expect, test } from '@jest/globals';
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
