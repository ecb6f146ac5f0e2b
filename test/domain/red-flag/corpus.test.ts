import { describe, expect, test } from '@jest/globals';
import { isHigher } from '../../../domain/escalation/choose-policy.ts';
import type { Level } from '../../../domain/inquiry/inquiry.ts';
import { vocabularyOf } from '../../../domain/red-flag/rule-set.ts';
import { plainText } from '../../../domain/red-flag/tokens.ts';
import { assess, assessByRules, lakeside } from '../../support/lakeside.ts';
import {
  type CorpusLine,
  flagged,
  harmlessAsked,
  harmlessEveryday,
  harmlessFlagWords,
  misheard,
  numbersFrom,
  withSlip,
} from '../../support/red-flag-corpus.ts';

const corpus = flagged();

/** The lines that get less than they must, in a form that a failing test shows. */
function missed(
  change: (text: string) => readonly string[],
  least = (line: CorpusLine): Level => line.level,
) {
  return corpus.flatMap((line) =>
    change(line.text)
      .filter((text) => text !== line.text || change === asItIs)
      .map((text) => ({ text, level: assess(text).level }))
      .filter(({ level }) => isHigher(least(line), level))
      .map(({ text, level }) => `${line.flag} ${line.level} ${level}: ${text}`),
  );
}

const asItIs = (text: string): readonly string[] => [text];
const urgentAtLeast = ({ level }: CorpusLine): Level => (level === 'S' ? 'S' : 'U');

describe('the corpus of red flags', () => {
  test('has at least 30 messages for each flag and language', () => {
    const counts = new Map<string, number>();
    for (const { flag, language } of corpus)
      counts.set(`${flag} ${language}`, (counts.get(`${flag} ${language}`) ?? 0) + 1);
    expect(counts.size).toBe(26);
    expect(Math.min(...counts.values())).toBeGreaterThanOrEqual(30);
  });

  test('is recognised, each message at its level', () => {
    expect(missed(asItIs)).toEqual([]);
  });

  test('is recognised by the rules alone but for 1 in 100: the examples are no substitute for them', () => {
    const byExamples = corpus.filter(({ level, text }) => isHigher(level, assessByRules(text).level));
    expect(byExamples.length / corpus.length).toBeLessThanOrEqual(0.01);
  });

  test.each([
    ['accents', (text: string) => text.normalize('NFD').replaceAll(/\p{M}/gu, '')],
    ['small letters', (text: string) => text.toUpperCase()],
    ['marks', (text: string) => text.replaceAll(/(?<!\d)[,;:!?¿¡'’]/g, '')],
    ['patience', (text: string) => text.replace(/(\p{L}{4,})(\p{L})(?!\p{L})/u, '$1$2$2$2$2')],
    ['apostrophes of one kind', (text: string) => text.replaceAll("'", '’')],
  ])('is recognised without %s', (_what, change) => {
    expect(missed((text) => [change(text)])).toEqual([]);
  });

  test('is recognised as speech-to-text hears it', () => {
    expect(missed((text) => misheard(text, lakeside['red-flags'].soundsLike), urgentAtLeast)).toEqual([]);
  });

  test('is recognised with one slip of the finger, unless the slip makes another common word', () => {
    const number = numbersFrom(4);
    const { certain, likely } = lakeside['red-flags'].everyday;
    const ownWords = new Set([...certain, ...likely, ...vocabularyOf(lakeside['red-flags'])]);
    const words = (text: string): readonly string[] => plainText(text).match(/\p{L}+/gu) ?? [];
    const slips = (text: string): readonly string[] => {
      const before = new Set(words(text));
      return [withSlip(text, number)].filter(
        (slipped) =>
          !/(\p{L})\1\1/u.test(slipped) &&
          words(slipped).every((word) => before.has(word) || !ownWords.has(word)),
      );
    };
    expect(missed(slips, urgentAtLeast)).toEqual([]);
  });
});

describe('harmless messages', () => {
  const all = [...harmlessEveryday(), ...harmlessFlagWords(), ...harmlessAsked()];
  const levels = all.map((text) => assess(text).level);
  const share = (counted: readonly Level[]): number =>
    levels.filter((level) => counted.includes(level)).length / all.length;

  test('are a thousand, 300 of them with the words of red flags, none twice', () => {
    expect(harmlessFlagWords().length).toBeGreaterThanOrEqual(300);
    expect(new Set(all).size).toBe(all.length);
    expect(all.length).toBeGreaterThanOrEqual(1000);
  });

  test('seldom page a physician, and not often a nurse', () => {
    expect(share(['E0', 'E1'])).toBeLessThanOrEqual(0.03);
    expect(share(['U'])).toBeLessThanOrEqual(0.1);
  });
});
