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

/** Letters that stand alone in a row: "c a n t". */
const spelledOut = /(?<![\p{L}\d])\p{L}(?: \p{L}){3,}(?![\p{L}\d])/gu;
/** What one cannot, written without a gap: "cantbreathe", "noveo". */
const runTogether = [
  /(?<!\p{L})((?:i|yo)?(?:cant|cannot|couldnt|cnt))(?=(?:see|breath|brethe|swallow|talk|speak|move|feel|wake|stop|open|hear|stand|walk)\p{L}*)/gu,
  /(?<!\p{L})(no)(?=(?:veo|puedo|respiro|siento|quiero|aguanto|tengo)\p{L}*)/gu,
  /(?<!\p{L})(puedo)(?=(?:ver|respirar|tragar|hablar|mover|caminar)(?!\p{L}))/gu,
  /(?<!\p{L})(veo|siento)(?=nada(?!\p{L}))/gu,
];

const apart = (text: string): string =>
  runTogether.reduce(
    (before, pattern) => before.replaceAll(pattern, '$1 '),
    text.replaceAll(spelledOut, (letters) => letters.replaceAll(' ', '')),
  );

/** Lower case, no accents, no apostrophes, no signs that nobody sees, letters said at most twice in a row, contractions made one word. */
export function plainText(text: string): string {
  const letters = text
    .normalize('NFKD')
    .replaceAll(/[\p{M}\p{Cf}]/gu, '')
    .toLowerCase()
    .replaceAll(/[’'`´ʼ]/g, '');
  return apart(letters)
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
