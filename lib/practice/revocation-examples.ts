import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Example, learnLikeness } from '../../domain/consent/learn-likeness.ts';
import type { CompiledRevocation, RevocationRules } from '../../domain/consent/revocation-rules.ts';
import { plainText, tokensOf } from '../../domain/red-flag/tokens.ts';
import { foundOnce } from './found-once.ts';

const folderName = 'revocation-examples';
const kinds = ['ends', 'other'] as const;
const languages = ['en', 'es'] as const;
/** With fewer, what is learned says more about who wrote them than about what they say. */
const fewest = 200;
const longest = 4000;

interface Line extends Example {
  readonly at: string;
}

interface Found {
  readonly lines: readonly Line[];
  readonly findings: readonly string[];
}

function problemOf(text: string): string | undefined {
  if (text.includes('\u{FFFD}')) return 'has a character that is no UTF-8; save the file as UTF-8';
  if (text.length > longest) return `has ${text.length} characters; ${longest} are the most`;
  return tokensOf(text).length === 0 ? 'has no word in it' : undefined;
}

function readExamples(folder: string, kind: (typeof kinds)[number], language: string): Found {
  const name = `${folderName}/${kind}.${language}.txt`;
  const path = join(folder, name);
  if (!existsSync(path))
    return { lines: [], findings: [`${name}:1: is not there; it holds one message a line`] };
  const lines = readFileSync(path, 'utf8')
    .replace(/^\u{FEFF}/u, '')
    .split(/\r?\n/)
    .map((line, index) => ({
      text: line.trim().replaceAll('\\n', '\n'),
      ends: kind === 'ends',
      at: `${name}:${index + 1}`,
    }))
    .filter(({ text }) => text !== '' && !text.startsWith('# '));
  const findings = lines.flatMap(({ text, at }) => {
    const problem = problemOf(text);
    return problem === undefined ? [] : [`${at}: ${problem}`];
  });
  const few =
    lines.length < fewest
      ? [`${name}:1: has ${lines.length} messages; at least ${fewest} are needed to learn from`]
      : [];
  return { lines, findings: [...few, ...findings] };
}

const saidAs = (text: string): string => plainText(text).replaceAll(/[^\p{L}\p{N}?]/gu, '');

/** Messages that stand on both sides: nothing can be learned from them. */
function contradictions(lines: readonly Line[]): readonly string[] {
  const ending = new Map(lines.filter(({ ends }) => ends).map(({ text, at }) => [saidAs(text), at]));
  return lines.flatMap(({ text, ends, at }) => {
    const other = ends ? undefined : ending.get(saidAs(text));
    return other === undefined ? [] : [`${at}: stands in ${other} too; leave it in one of them`];
  });
}

/** Reads `practice/revocation-examples/`: messages that end messages, and others, one a line, by language. */
export function readRevocationExamples(folder: string): {
  readonly value: readonly Example[] | undefined;
  readonly findings: readonly string[];
} {
  const files = kinds.flatMap((kind) => languages.map((language) => readExamples(folder, kind, language)));
  const lines = files.flatMap((file) => file.lines);
  const findings = [...files.flatMap((file) => file.findings), ...contradictions(lines)];
  const value = findings.length > 0 ? undefined : lines.map(({ text, ends }) => ({ text, ends }));
  return { value, findings };
}

const code = [
  'domain/consent/learn-likeness.ts',
  'domain/consent/likeness.ts',
  'domain/consent/sentence-features.ts',
  'domain/consent/sentences.ts',
  'domain/consent/unquoted.ts',
  'domain/red-flag/tokens.ts',
];

/** Adds what the examples teach. Learning takes a second or two, so it is done once for each version of them. */
export const withLikeness = (rules: RevocationRules, examples: readonly Example[]): CompiledRevocation => ({
  ...rules,
  likeness: foundOnce('revocation-likeness', examples, code, () => learnLikeness(examples)),
});
