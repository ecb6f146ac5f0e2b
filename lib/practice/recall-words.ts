import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Frame, type RecallWords, Scripts } from '../../domain/message/recall-words.ts';
import { Templates } from '../../domain/message/templates.ts';
import { type Path, read } from './read-file.ts';

export const layoutFile = 'templates/recall-layout.mjml';

/** Reads the words of recall: one file a channel, the frame of mails, the scripts, and the layout as it is written. */
export function readRecallWords(folder: string): {
  readonly value: { readonly words: RecallWords; readonly layout: string } | undefined;
  readonly findings: readonly string[];
  readonly places: Readonly<Record<string, (path: Path) => string>>;
} {
  const mails = read(folder, 'templates/recall.yaml', Templates);
  const texts = read(folder, 'templates/recall-texts.yaml', Templates);
  const letters = read(folder, 'templates/recall-letters.yaml', Templates);
  const postcards = read(folder, 'templates/recall-postcards.yaml', Templates);
  const scripts = read(folder, 'templates/scripts.yaml', Scripts);
  const frame = read(folder, 'templates/recall-frame.yaml', Frame);
  const complete =
    mails.value && texts.value && letters.value && postcards.value && scripts.value && frame.value;
  return {
    value: complete
      ? {
          words: {
            mails: mails.value,
            texts: texts.value,
            letters: letters.value,
            postcards: postcards.value,
            scripts: scripts.value,
            frame: complete,
          },
          layout: readFileSync(join(folder, layoutFile), 'utf8'),
        }
      : undefined,
    findings: [mails, texts, letters, postcards, scripts, frame].flatMap((file) => file.findings),
    places: {
      'templates/recall.yaml': mails.where,
      'templates/recall-texts.yaml': texts.where,
      'templates/recall-letters.yaml': letters.where,
      'templates/recall-postcards.yaml': postcards.where,
      'templates/recall-frame.yaml': frame.where,
      'templates/scripts.yaml': scripts.where,
    },
  };
}
