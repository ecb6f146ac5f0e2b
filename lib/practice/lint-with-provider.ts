import {
  composeMail,
  composePost,
  composeText,
  type TouchWords,
} from '../../domain/message/compose-touch.ts';
import { sampleLinks, samplePatient, sampleTouch } from '../../domain/message/sample-patient.ts';
import type { Contradiction } from './contradiction.ts';
import type { PracticeFolder } from './read-practice.ts';

const languages = ['en', 'es'] as const;

/** The first treatment of the catalogue that patients do not book by themselves. */
export const treatmentWithProvider = ({ treatments }: PracticeFolder): string | undefined =>
  treatments.treatments.find(({ booking }) => booking === 'with-provider')?.id;

const sets = {
  mails: 'recall.yaml',
  texts: 'recall-texts.yaml',
  letters: 'recall-letters.yaml',
  postcards: 'recall-postcards.yaml',
} as const;
type Set = keyof typeof sets;

/** A template as a patient reads it whose visit is booked with the provider; empty where it cannot be filled in, which is told of elsewhere. */
function readBy(set: Set, name: string, folder: PracticeFolder, language: 'en' | 'es', treatment: string) {
  const words: TouchWords = {
    practice: folder.identity,
    templates: folder['recall-templates'],
    layout: '',
    revealing: folder['revealing-words'],
    treatments: folder.treatments.treatments,
  };
  const patient = samplePatient(language, folder.identity.locations[0]?.id ?? '', true);
  const sample = sampleTouch(name, 'recall', true, language);
  const touch = { ...sample, items: sample.items.map((item) => ({ ...item, treatment })) };
  try {
    if (set === 'mails') return composeMail(touch, patient, sampleLinks, words).text;
    if (set === 'texts') return composeText(touch, patient, sampleLinks, words).text;
    return composePost(touch, patient, set === 'letters' ? 'letter' : 'postcard', words).text;
  } catch {
    return '';
  }
}

function linked(folder: PracticeFolder, treatment: string, bookingUrl: string): Contradiction[] {
  return (Object.keys(sets) as Set[]).flatMap((set) =>
    Object.keys(folder['recall-templates'][set]).flatMap((name) =>
      languages
        .filter((language) => readBy(set, name, folder, language, treatment).includes(bookingUrl))
        .map(
          (language): Contradiction => ({
            file: `templates/${sets[set]}`,
            path: [name, language, 'text'],
            message: `has the link to book also for ${treatment}, which is booked with the provider: write {{ booking }} for the link`,
          }),
        ),
    ),
  );
}

/** What is wrong for treatments that are booked with the provider: a link to book all the same, or no words in its place. */
export function withProviderProblems(folder: PracticeFolder): readonly Contradiction[] {
  const treatment = treatmentWithProvider(folder);
  if (treatment === undefined) return [];
  const { bookingUrl } = folder.identity;
  const { frame } = folder['recall-templates'];
  return [
    ...languages
      .filter((language) => !frame[language].bookWithProvider)
      .map(
        (language): Contradiction => ({
          file: 'templates/recall-frame.yaml',
          path: [language, 'bookWithProvider'],
          message: `say how ${treatment} is booked, which has no link: "Call {{ phone }} or write to us to book."`,
        }),
      ),
    ...(bookingUrl === undefined ? [] : linked(folder, treatment, bookingUrl)),
  ];
}
