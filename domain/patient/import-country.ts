import { iso31661Alpha3ToAlpha2 } from 'iso-3166/1-a3-to-1-a2.js';

const plain = (text: string): string =>
  text
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/[^\p{L}]/gu, '');

/** What people write and no list of countries has. */
const spoken: Readonly<Record<string, string>> = {
  usa: 'US',
  unitedstatesofamerica: 'US',
  estadosunidosdeamerica: 'US',
  eeuu: 'US',
  uk: 'GB',
  greatbritain: 'GB',
  england: 'GB',
  scotland: 'GB',
  wales: 'GB',
  northernireland: 'GB',
};

let known: ReadonlyMap<string, string> | undefined;

/** ISO 3166-1 codes of two and of three letters, and the names of countries in English and Spanish. */
function countries(): ReadonlyMap<string, string> {
  if (known) return known;
  const codes = Object.entries(iso31661Alpha3ToAlpha2);
  const names = ['en', 'es'].flatMap((language) => {
    const named = new Intl.DisplayNames([language], { type: 'region' });
    return codes.map(([, code]): [string, string] => [plain(named.of(code) ?? code), code]);
  });
  known = new Map([
    ...names,
    ...codes.flatMap(([three, two]): [string, string][] => [
      [three.toLowerCase(), two],
      [two.toLowerCase(), two],
    ]),
    ...Object.entries(spoken),
  ]);
  return known;
}

/** ISO 3166 code of a country by its code or name. Throws a reason: whose law holds is not guessed. */
export function importedCountry(text: string): string {
  const code = countries().get(plain(text));
  if (code === undefined) throw new Error('the country is no country code; write it as US');
  return code;
}
