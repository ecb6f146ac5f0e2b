/** One word or number of a message, as the rules see it. */
export interface Token {
  readonly text: string;
  /** Sentences are counted from 0; flags are softened sentence by sentence. */
  readonly sentence: number;
  /** A comma or other mark stands before it. */
  readonly afterMark: boolean;
}

const contractions = /\b(do|does|did|is|are|was|were|has|have|had|would|could|should|must) not\b/g;
const splitContractions = /\b(can|won|don|didn|doesn|isn|aren|wasn|couldn|wouldn|haven|hasn|hadn) t\b/g;

/** Lower case, no accents, no apostrophes, letters said at most twice in a row, contractions made one word. */
export function plainText(text: string): string {
  return text
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll(/[’'`´ʼ]/g, '')
    .replaceAll(/(\p{L})\1{2,}/gu, '$1$1')
    .replaceAll(splitContractions, '$1t')
    .replaceAll(/\bcan not\b/g, 'cant')
    .replaceAll(/\bwill not\b/g, 'wont')
    .replaceAll(contractions, '$1nt');
}

const piece = /(\p{L}+)|(\d+(?:[.,]\d+)?)|([.!?\n]+)|([,;:()"“”…—–/])/gu;

/** The words of a message in order. `emoji` says which word an emoji stands for. */
export function tokensOf(text: string, emoji: Readonly<Record<string, string>> = {}): readonly Token[] {
  let spelled = text;
  for (const [picture, word] of Object.entries(emoji))
    if (spelled.includes(picture)) spelled = spelled.replaceAll(picture, ` ${word} `);
  const tokens: Token[] = [];
  let sentence = 0;
  let afterMark = false;
  for (const [, word, number, end, mark] of plainText(spelled).matchAll(piece)) {
    if (end) sentence += 1;
    if (end || mark) {
      afterMark = true;
      continue;
    }
    tokens.push({ text: word ?? (number ?? '').replace(',', '.'), sentence, afterMark });
    afterMark = false;
  }
  return tokens;
}
