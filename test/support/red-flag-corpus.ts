import { readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Level } from '../../domain/inquiry/inquiry.ts';

const folder = resolve(import.meta.dirname, '../../practice/red-flags/examples');

export interface CorpusLine {
  readonly flag: string;
  readonly level: Level;
  readonly language: 'en' | 'es';
  readonly text: string;
}

const linesOf = (file: string): readonly string[] =>
  readFileSync(resolve(folder, file), 'utf8').split('\n').filter(Boolean);

/** Messages with a red flag, each with the level that it must at least get. */
export function flagged(): readonly CorpusLine[] {
  const all: CorpusLine[] = [];
  for (const file of readdirSync(folder).filter((name) => /^F\d+\.txt$/.test(name))) {
    let heading: Pick<CorpusLine, 'level' | 'language'> = { level: 'R', language: 'en' };
    for (const line of linesOf(file)) {
      const [, level, language] = /^# (E0|E1|U|S) (en|es)$/.exec(line) ?? [];
      if (level) heading = { level: level as Level, language: language as 'en' | 'es' };
      else all.push({ flag: file.replace('.txt', ''), ...heading, text: line });
    }
  }
  return all;
}

export const harmlessEveryday = (): readonly string[] => linesOf('harmless-everyday.txt');
export const harmlessFlagWords = (): readonly string[] => linesOf('harmless-flag-words.txt');
export const harmlessAsked = (): readonly string[] => linesOf('harmless-asked.txt');

/** Numbers from a seed, so that the same slips are made on every machine. */
export function numbersFrom(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

/** One slip of the finger in a word of at least four letters: left out, swapped, wrong or doubled. */
export function withSlip(text: string, number: (below: number) => number): string {
  const words = [...text.matchAll(/\p{L}{4,}/gu)];
  const word = words[number(words.length)];
  if (!word) return text;
  const at = word.index + number(word[0].length - 1);
  const [before, here, next, after] = [
    text.slice(0, at),
    text[at] ?? '',
    text[at + 1] ?? '',
    text.slice(at + 2),
  ];
  const slips = [
    before + next + after,
    before + next + here + after,
    before + String.fromCharCode(97 + number(26)) + next + after,
    before + here + here + next + after,
  ];
  return slips[number(slips.length)] ?? text;
}

/** As speech-to-text and people in a hurry write a word of the message. */
export function misheard(
  text: string,
  sounds: Readonly<Record<string, readonly string[]>>,
): readonly string[] {
  return Object.entries(sounds).flatMap(([word, heard]) => {
    const place = new RegExp(`(?<!\\p{L})${word}(?!\\p{L})`, 'iu');
    return place.test(text) ? heard.map((other) => text.replace(place, other)) : [];
  });
}
