import { decode } from 'html-entities';

/** Escaped once by a form and once more by what forwards it; nobody escapes a third time. */
const mostEscapings = 2;

function unescaped(text: string): string {
  let before = text;
  for (let times = 0; times < mostEscapings && before.includes('&'); times += 1) {
    const after = decode(before, { scope: 'strict' });
    if (after === before) return after;
    before = after;
  }
  return before;
}

/** Signs without a shape that stand inside words: soft hyphens, zero-width spaces, marks of direction, control characters. */
const invisible =
  /\u00ad|\u034f|\u061c|\u115f|\u1160|\u17b4|\u17b5|[\u180b-\u180f]|\u200b|\u200e|\u200f|[\u202a-\u202e]|[\u2060-\u206f]|\u3164|\ufeff|\uffa0|[\u{e0000}-\u{e007f}]/gu;
// Other scripts, and emoji, are joined by these.
const joinersInWords = /(?<=\p{Script=Latin})[\u200c\u200d]+(?=\p{Script=Latin})/gu;
const control = /[^\P{Cc}\n\r\t]/gu;

/** A text as its reader would see it: without HTML entities and invisible signs, which hide words from every check. */
export const readable = (text: string): string =>
  unescaped(text).replaceAll(invisible, '').replaceAll(joinersInWords, '').replaceAll(control, '');
