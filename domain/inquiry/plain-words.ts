/** Lower case without accents and apostrophes: "I’m 16" as "im 16", "años" as "anos". */
export const plainWords = (text: string): string =>
  text
    .toLowerCase()
    .normalize('NFD')
    .replaceAll(/\p{M}|['’`´]/gu, '')
    .replaceAll(/[ \t\u00a0]+/g, ' ')
    .trim();

const words: Readonly<Record<string, number>> = {
  ten: 10,
  eleven: 11,
  twelve: 12,
  thirteen: 13,
  fourteen: 14,
  fifteen: 15,
  sixteen: 16,
  seventeen: 17,
  eighteen: 18,
  diez: 10,
  once: 11,
  doce: 12,
  trece: 13,
  catorce: 14,
  quince: 15,
  dieciseis: 16,
  diecisiete: 17,
  dieciocho: 18,
};

/** "once" is an English word too: it is a number only where years follow. */
const spelled = new RegExp(
  `\\b(${Object.keys(words)
    .filter((word) => word !== 'once')
    .join('|')}|once(?= anos))\\b`,
  'g',
);

/** Ages that are written out, as digits. */
export const digits = (text: string): string =>
  text.replaceAll(spelled, (word) => `${words[word]}`).replaceAll(/\b([3-9])teen\b/g, '1$1');

const grown =
  /(?<!\b(?:when|until|till|once|if|almost|nearly|cuando|casi) )\b(?:i ?a?m|iam|tengo) (?:a |already |ya )?(?:1[89]|[2-9]\d)(?= *(?:$|[,;.!?\n]|(?:years?|yrs?|yo|anos)\b(?! (?:of|de))|(?:and|but|so|now|y|pero|f|m)\b))/;

/** Whether somebody says of themselves, in plain words, that they are 18 or more. */
export const adultAge = (text: string): boolean => grown.test(text);
