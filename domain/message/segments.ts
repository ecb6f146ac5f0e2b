/** Characters of the GSM 7-bit default alphabet (3GPP TS 23.038); those of its extension take two places. */
const basic = new Set(
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà',
);
const extended = new Set('\f^{}\\[~]|€');

export type Encoding = 'GSM-7' | 'UCS-2';

/** In how many segments a text goes, and by which alphabet: one character outside of GSM-7 makes all of it UCS-2 (R44). */
export function segmentsOf(text: string): { readonly encoding: Encoding; readonly segments: number } {
  const characters = [...text];
  const gsm = characters.every((character) => basic.has(character) || extended.has(character));
  if (gsm) {
    const length = characters.reduce((sum, character) => sum + (extended.has(character) ? 2 : 1), 0);
    return { encoding: 'GSM-7', segments: length <= 160 ? 1 : Math.ceil(length / 153) };
  }
  return { encoding: 'UCS-2', segments: text.length <= 70 ? 1 : Math.ceil(text.length / 67) };
}

/** A name or date without the accents that GSM-7 lacks: María becomes Maria, Núñez stays as it can be. */
export const gsmPlain = (text: string): string =>
  [...text.normalize('NFC')]
    .map((letter) => (basic.has(letter) ? letter : letter.normalize('NFD').replaceAll(/\p{M}/gu, '')))
    .join('');
