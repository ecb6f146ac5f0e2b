import { contextNote } from '../inquiry/context-note.ts';
import type { Inquiry, Language } from '../inquiry/inquiry.ts';
import { channelWords } from './channel-words.ts';
import { renderMessage } from './render.ts';
import type { Templates } from './templates.ts';

/** The note to the physician in the practice's words, a line each: the same in the alert and on the page behind it. `now` is ISO. */
export function composeContext(
  inquiry: Inquiry,
  language: Language,
  { staffTemplates, now }: { readonly staffTemplates: Templates; readonly now: string },
): readonly string[] {
  const found = staffTemplates.context;
  if (!found) throw new Error('practice/templates has no template named context.');
  const { text } = renderMessage(found[language], {
    ...contextNote(inquiry, now),
    ...channelWords(inquiry.channel, language),
  });
  return text.split('\n').filter((line) => line.trim() !== '');
}
