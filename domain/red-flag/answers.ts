import type { Token } from './tokens.ts';

const noWords: ReadonlySet<string> = new Set([
  'no',
  'none',
  'nope',
  'never',
  'negative',
  'ninguno',
  'ninguna',
  'nunca',
  'negativo',
]);

/** A question of a form is no longer: what is, is a sentence that ends in "no". */
const longestQuestion = 4;
/** One "no" at the end is a way to speak; two are the answers of a form. */
const fewestAnswers = 2;

/** The words between one mark and the next. */
function piecesOf(tokens: readonly Token[]): readonly (readonly number[])[] {
  const pieces: number[][] = [];
  tokens.forEach(({ afterMark }, index) => {
    const last = pieces.at(-1);
    if (last && !afterMark) last.push(index);
    else pieces.push([index]);
  });
  return pieces;
}

/**
 * The words of a form's questions that are answered with "no" ("Chest pain - no. Fever: none"), each with the place of the answer, and
 * the answers with that of their question. Empty where the message has fewer than two.
 */
export function answeredNo(tokens: readonly Token[]): ReadonlyMap<number, number> {
  const isNo = (index: number | undefined): boolean => noWords.has(tokens[index ?? -1]?.text ?? '');
  const found = new Map<number, number>();
  const answers = new Set<number>();
  let before: readonly number[] = [];
  for (const piece of piecesOf(tokens)) {
    const answer = piece.at(-1);
    const question = piece.length > 1 ? piece.slice(0, -1) : before;
    before = piece;
    if (answer === undefined || !isNo(answer) || isNo(question.at(-1))) continue;
    if (question.length === 0 || question.length > longestQuestion) continue;
    answers.add(answer);
    for (const index of question) found.set(index, answer);
    // Nor is the answer the "no" of what follows: "... - no. Trouble breathing".
    found.set(answer, question[0] ?? answer);
  }
  return answers.size < fewestAnswers ? new Map() : found;
}
