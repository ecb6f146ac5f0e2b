import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A message of `practice/red-flags/examples/`: whether it must reach somebody today, and whether a physician at once. */
export interface RedFlagExample {
  readonly text: string;
  readonly urgent: boolean;
  readonly emergency: boolean;
}

const isUrgent = (level: string): boolean => level !== 'S';

function exampleLines(file: string, text: string): readonly RedFlagExample[] {
  const lines = text.split('\n').filter(Boolean);
  if (!/^F\d+\.txt$/.test(file))
    return lines.map((line) => ({ text: line, urgent: false, emergency: false }));
  let level = 'S';
  return lines.flatMap((line) => {
    const heading = /^# (E0|E1|U|S) (?:en|es)$/.exec(line)?.[1];
    if (heading) level = heading;
    return heading || !isUrgent(level) ? [] : [{ text: line, urgent: true, emergency: level !== 'U' }];
  });
}

/** The examples that a practice keeps: `F1.txt` to `F13.txt` with headings such as `# E0 en`, and files whose names begin with `harmless`. */
export function redFlagExamples(folder: string): readonly RedFlagExample[] {
  const examples = join(folder, 'red-flags/examples');
  if (!existsSync(examples)) return [];
  return readdirSync(examples)
    .filter((file) => /^(F\d+|harmless.*)\.txt$/.test(file))
    .toSorted()
    .flatMap((file) => exampleLines(file, readFileSync(join(examples, file), 'utf8')));
}
