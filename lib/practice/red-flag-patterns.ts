import type { RevocationRules } from '../../domain/consent/revocation-rules.ts';
import { classesIn, parsePattern } from '../../domain/red-flag/pattern.ts';
import type { RedFlagRules } from '../../domain/red-flag/red-flag-rules.ts';
import type { Contradiction } from './contradiction.ts';

type Place = readonly (string | number)[];

function wrongIn(
  text: string,
  classes: Readonly<Record<string, unknown>>,
  where = 'red-flags/words.yaml',
): string | undefined {
  try {
    const unknown = classesIn(parsePattern(text)).find((name) => !(name in classes));
    return unknown === undefined ? undefined : `there is no class <${unknown}> in ${where}`;
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

/** Patterns of the revocation rules that cannot be read, each with its place. */
export function revocationPatterns(rules: RevocationRules): Contradiction[] {
  const file = 'revocation.yaml' as const;
  const lists = ['harmless', 'kept', 'everything', 'revoke', 'unsure', 'wrongNumber'] as const;
  const all: readonly { path: Place; text: string }[] = [
    ...Object.entries(rules.words).flatMap(([name, entries]) =>
      entries.map((text, index) => ({ path: ['words', name, index], text })),
    ),
    ...lists.flatMap((list) => rules[list].map((text, index) => ({ path: [list, index], text }))),
  ];
  return all.flatMap(({ path, text }) => {
    const message = wrongIn(text, rules.words, file);
    return message === undefined ? [] : [{ file, path, message }];
  });
}
