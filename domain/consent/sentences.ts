/** One sentence of a message, and whether it is a question. */
export interface Sentence {
  readonly text: string;
  readonly asked: boolean;
}

/** The sentences of a message in order, as its full stops, marks and lines divide it. */
export const sentencesOf = (text: string): readonly Sentence[] =>
  [...text.matchAll(/([^.!?\n]+)([.!?\n]*)/g)].map(([, words = '', end = '']) => ({
    text: words,
    asked: end.includes('?'),
  }));
