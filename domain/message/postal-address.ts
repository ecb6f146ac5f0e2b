import type { Patient } from '../patient/patient.ts';
import { type Location, locationOf, type Practice } from '../practice/practice.ts';

/** Countries that write the town first: "Austin TX 78701". */
const townFirst = new Set(['US', 'CA', 'AU']);

/** The lines of an envelope, at most six. */
export interface Envelope {
  readonly to: readonly string[];
  /** Where it comes back to: without the practice's name where that says what is treated (R25, R26). */
  readonly from: readonly string[];
}

function townLines({ postal, region }: Patient, country: string): readonly string[] {
  if (!postal) return [];
  const { city, postalCode } = postal;
  if (townFirst.has(country)) return [[city, region, postalCode].filter(Boolean).join(' ')];
  return country === 'GB' ? [city, postalCode] : [`${postalCode} ${city}`];
}

const countryName = (code: string): string =>
  (new Intl.DisplayNames(['en'], { type: 'region' }).of(code) ?? code).toUpperCase();

/** Address and return address of a piece of post. `to` is only the name when the patient has no postal address. */
export function envelopeOf(patient: Patient, practice: Practice): Envelope {
  const country = patient.country ?? practice.country;
  const location: Location = locationOf(practice, patient.location);
  return {
    to: [
      `${patient.firstName} ${patient.lastName}`.trim(),
      ...(patient.postal?.lines ?? []).slice(0, 3),
      ...townLines(patient, country),
      ...(country === practice.country ? [] : [countryName(country)]),
    ],
    from: [...(practice.brandRevealsTreatment ? [] : [practice.name]), ...location.address],
  };
}

/** Letters of western languages that the fonts of every printer have (Windows-1252). */
const printed = /[\x20-\x7e\u00a0-\u00ff€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]/;
const substitutes: Readonly<Record<string, string>> = { ł: 'l', Ł: 'L', đ: 'd', Đ: 'D', ħ: 'h', ı: 'i' };

function letterOf(letter: string): string {
  if (printed.test(letter)) return letter;
  const base = substitutes[letter] ?? letter.normalize('NFD').replaceAll(/\p{M}/gu, '');
  return base.length > 0 && [...base].every((one) => printed.test(one)) ? base : '?';
}

/** A text in the letters that can be printed: accents that the fonts lack are left out, what remains foreign becomes a question mark. */
export const printable = (text: string): string =>
  [...text.normalize('NFC').replaceAll(/\s+/g, ' ')].map(letterOf).join('');

/** Whether a text can be printed at all. An address with a gap would go nowhere. */
export const canPrint = (text: string): boolean =>
  [...text.normalize('NFC').replaceAll(/\s+/g, ' ')].every(
    (letter) => letter === '?' || letterOf(letter) !== '?',
  );
