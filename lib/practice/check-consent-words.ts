import type { Contradiction } from './contradiction.ts';
import type { PracticeFolder } from './read-practice.ts';

/** What stands beside a box by which somebody agrees to texts (R43), and the question that is texted instead of it. */
const required = [
  [/\{\{\s*(?:practice|shortName)\s*\}\}/, 'who sends: {{ practice }}'],
  [/\d+|varies|varía/i, 'how often'],
  [/rates|tarifas/i, 'that message and data rates may apply'],
  [/\bSTOP\b|\bALTO\b/, 'how to end it: STOP'],
  [/\bHELP\b|\bAYUDA\b/, 'where there is help: HELP'],
] as const;
const ofForm = [
  ...required,
  [/not a condition|no es (?:una )?condici[oó]n/i, 'that it is no condition of any service'],
] as const;

const checked = [
  { set: 'form-templates', file: 'templates/form.yaml', name: 'consent-sms', must: ofForm },
  { set: 'care-templates', file: 'templates/care.yaml', name: 'consent-confirmed', must: required },
] as const;

/** The words by which somebody agrees to texts, and is told that they did, say all that carriers ask for (R43). */
export const consentWordProblems = (folder: PracticeFolder): readonly Contradiction[] =>
  checked.flatMap(({ set, file, name, must }) =>
    (['en', 'es'] as const).flatMap((language) => {
      const text = folder[set][name]?.[language].text;
      const lacks =
        text === undefined ? [] : must.flatMap(([words, what]) => (words.test(text) ? [] : [what]));
      return lacks.length === 0
        ? []
        : [{ file, path: [name, language], message: `must say ${lacks.join('; ')} (R43)` }];
    }),
  );

/** Carriers ask for both pages before a number may send what promotes (R43). */
export function consentPageProblems({ identity }: PracticeFolder): readonly Contradiction[] {
  const { channels, privacyUrl, termsUrl } = identity;
  if (!channels?.textFor?.includes('marketing')) return [];
  const missing = [...(privacyUrl ? [] : ['privacyUrl']), ...(termsUrl ? [] : ['termsUrl'])];
  return missing.map((name) => ({
    file: 'practice.yaml',
    path: [name],
    message: 'texts that promote need this page beside the consent box (R43)',
  }));
}
