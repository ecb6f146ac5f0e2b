import { classesIn, parsePattern } from '../../domain/red-flag/pattern.ts';
import type { RedFlagRules } from '../../domain/red-flag/red-flag-rules.ts';
import type { Contradiction } from './cross-checks.ts';

type Place = readonly (string | number)[];

function wrongIn(text: string, classes: Readonly<Record<string, unknown>>): string | undefined {
  try {
    const unknown = classesIn(parsePattern(text)).find((name) => !(name in classes));
    return unknown === undefined ? undefined : `there is no class <${unknown}> in red-flags/words.yaml`;
  } catch (error) {
    return (error as Error).message;
  }
}

/** Patterns of the red-flag rules that cannot be read, each with its place. */
export function redFlagPatterns(rules: RedFlagRules): Contradiction[] {
  const all: { file: Contradiction['file']; path: Place; text: string }[] = [];
  const add = (file: Contradiction['file'], path: Place, texts: readonly string[]): void =>
    texts.forEach((text, index) => {
      all.push({ file, path: [...path, index], text });
    });
  for (const [name, entries] of Object.entries(rules.words))
    add('red-flags/words.yaml', ['words', name], entries);
  rules.rules.forEach(({ any }, index) => {
    add('red-flags/rules.yaml', ['rules', index, 'any'], any);
  });
  for (const list of ['harmless', 'negators', 'noNegators', 'clauseStarts', 'softeners'] as const)
    add('red-flags/wording.yaml', [list], rules[list]);
  return all.flatMap(({ file, path, text }) => {
    const message = wrongIn(text, rules.words);
    return message === undefined ? [] : [{ file, path, message }];
  });
}
