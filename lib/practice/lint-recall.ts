import type { MessageFinding } from '../../domain/consent/question.ts';
import { composeScript } from '../../domain/message/compose-script.ts';
import {
  composeMail,
  composePost,
  composeText,
  type TouchText,
  type TouchWords,
} from '../../domain/message/compose-touch.ts';
import { reassuringWords } from '../../domain/message/never-reassure.ts';
import { revealed } from '../../domain/message/revealing-words.ts';
import { sampleLinks, samplePatient, sampleTouch } from '../../domain/message/sample-patient.ts';
import type { Spoke, Spoken } from '../../domain/message/touch-values.ts';
import { itemTypes, type MessageClass, type OutreachChannel } from '../../domain/recall/recall-rules.ts';
import type { Contradiction } from './contradiction.ts';
import { bookless, isAftercare } from './lint-booking.ts';
import { treatmentWithProvider, withProviderProblems } from './lint-with-provider.ts';
import type { PracticeFolder } from './read-practice.ts';

const languages = ['en', 'es'] as const;
type Language = (typeof languages)[number];

const sentences: Partial<Record<MessageFinding, string>> = {
  'names-treatment': 'names a treatment (R25)',
  'names-drug': 'names a drug (R25, R45)',
  'names-body-area': 'names a part of the body (R25)',
  'names-diagnosis': 'names a diagnosis (R25)',
  'names-photo': 'speaks of photos (R25)',
  'names-balance': 'speaks of what is to be paid (R25)',
  'no-brand': 'begins with something else than the short name of the practice (R44)',
  'no-opt-out': 'does not say how to stop: Reply STOP, Responda ALTO (R44)',
};

/** What a channel's words are in, by name. */
const sets = {
  email: { key: 'mails', file: 'templates/recall.yaml' },
  text: { key: 'texts', file: 'templates/recall-texts.yaml' },
  letter: { key: 'letters', file: 'templates/recall-letters.yaml' },
  postcard: { key: 'postcards', file: 'templates/recall-postcards.yaml' },
  call: { key: 'scripts', file: 'templates/scripts.yaml' },
  social: { key: 'scripts', file: 'templates/scripts.yaml' },
} as const satisfies Record<OutreachChannel, unknown>;

/**
 * Every attempt has words for each of its channels: its own, and those of the attempts before it, which a patient who got fewer than were made is
 * still to get. Reminders are worded by their day alone.
 */
function wordless({ recall, 'recall-templates': words }: PracticeFolder): Contradiction[] {
  return itemTypes.flatMap((type) =>
    recall.sequences[type].attempts.flatMap(({ template: own, channels }, index, attempts) => {
      const spoken =
        type === 'reminder' ? [own] : attempts.slice(0, index + 1).map(({ template }) => template);
      return channels.flatMap((channel) =>
        [...new Set(spoken)]
          .filter((template) => !(template in words[sets[channel].key]))
          .map(
            (template): Contradiction => ({
              file: 'recall.yaml',
              path: ['sequences', type, 'attempts', index, 'template'],
              message: `${sets[channel].file} has no ${template}${template === own ? '' : ', for whoever got nothing before'}`,
            }),
          ),
      );
    }),
  );
}

/** What the sequences use a template for; education where none does and its name says so. */
function classOf(name: string, { recall }: PracticeFolder): MessageClass {
  for (const type of itemTypes) {
    const sequence = recall.sequences[type];
    if (sequence.attempts.some(({ template }) => name === template || name.startsWith(`${template}-`)))
      return sequence.class;
  }
  if (name.startsWith('reminder') || isAftercare(name)) return 'care';
  return name === 'education' ? 'education' : 'recall';
}

interface Tried {
  readonly touch: Spoke;
  readonly patient: Spoken;
  readonly words: TouchWords;
  readonly language: Language;
  /** By the patients themselves, with the link. */
  readonly booksOnline: boolean;
}

interface Trial {
  readonly full: boolean;
  readonly withProvider?: string;
}

/** Sentences on what is wrong with one template, tried with everything, with as little as there can be, and for a visit that has no link to book. */
function trying(name: string, folder: PracticeFolder, language: Language, judge: (tried: Tried) => string[]) {
  const words: TouchWords = {
    practice: folder.identity,
    templates: folder['recall-templates'],
    layout: '',
    revealing: folder['revealing-words'],
    treatments: folder.treatments.treatments,
  };
  const location = folder.identity.locations[0]?.id ?? '';
  const withProvider = treatmentWithProvider(folder);
  const tries = [{ full: true }, { full: false }, ...(withProvider ? [{ full: true, withProvider }] : [])];
  const found = tries.flatMap(({ full, withProvider: treatment }: Trial) => {
    const sample = sampleTouch(name, classOf(name, folder), full, language);
    const items = treatment ? sample.items.map((item) => ({ ...item, treatment })) : sample.items;
    const touch = { ...sample, items };
    const person = samplePatient(language, location, full);
    const child = name.endsWith('-guardian') ? { child: person.patient.firstName } : {};
    const patient = { ...person, ...child };
    try {
      return judge({ touch, patient, words, language, booksOnline: treatment === undefined });
    } catch (error) {
      return [`cannot be filled in: ${(error as Error).message}`];
    }
  });
  return [...new Set(found)];
}

/** Findings in words; what sells is wrong in a message of care only (R17). */
const told = (findings: readonly MessageFinding[], purpose: MessageClass): string[] =>
  findings.flatMap((finding) => {
    if (finding === 'promotional')
      return purpose === 'care' ? ['sells, which a message of care may not (R17)'] : [];
    return sentences[finding] ?? [];
  });

/** English texts go in one segment; Spanish ones in two, for they are longer, but never in the alphabet of 70 (R44). */
const mostSegments = { en: 1, es: 2 } as const;
function costly({ text, segments, encoding }: TouchText, language: Language): string[] {
  const odd = [...text].filter((letter) => encoding === 'UCS-2' && /[^\x20-\x7eñéüÑÉ¿¡]/.test(letter));
  return [
    ...(encoding === 'UCS-2'
      ? [`has letters that make it cost twice as much: ${[...new Set(odd)].join(' ')} (R44)`]
      : []),
    ...(segments > mostSegments[language]
      ? [
          `takes ${segments} segments with a name of ordinary length (${[...text].length} characters): shorten it`,
        ]
      : []),
  ];
}

const carried = ({ findings }: TouchText, purpose: MessageClass): string[] =>
  purpose !== 'care' && findings.includes('names-prohibited')
    ? ['names what carriers forbid: sex, hate, alcohol, firearms, tobacco (R45)']
    : [];

/** What still fits a sheet below the address, with the closing. */
const sheetCharacters = 1500;
/** What still fits the half of a card of 6 by 4 inches. */
const cardCharacters = 320;

const judges = {
  mails: (tried: Tried) => {
    const { touch, patient, words } = tried;
    const { subject, text, findings } = composeMail(touch, patient, sampleLinks, words);
    const untitled = subject === '' ? ['has no subject'] : [];
    return [...untitled, ...told(findings, touch.class), ...bookless(text, tried)];
  },
  texts: (tried: Tried) => {
    const { touch, patient, words, language } = tried;
    const text = composeText(touch, patient, sampleLinks, words);
    return [
      ...told(text.findings, touch.class),
      ...carried(text, touch.class),
      ...costly(text, language),
      ...bookless(text.text, tried),
    ];
  },
  letters: (tried: Tried) => {
    const { text } = composePost(tried.touch, tried.patient, 'letter', tried.words);
    const long = text.length > sheetCharacters ? [`does not fit one sheet: ${text.length} characters`] : [];
    return [...long, ...bookless(text, tried)];
  },
  postcards: (tried: Tried) => {
    const { text, findings } = composePost(tried.touch, tried.patient, 'postcard', tried.words);
    const long = text.length > cardCharacters ? [`does not fit a postcard: ${text.length} characters`] : [];
    return [...told(findings, tried.touch.class), ...long, ...bookless(text, tried)];
  },
  scripts: ({ touch, patient, words }: Tried) => {
    const script = composeScript(touch, patient, words);
    const readable = [script?.voicemail, script?.message].join(' ');
    return told(revealed(readable, words.revealing), 'recall');
  },
} as const;

function eachTemplate(folder: PracticeFolder): Contradiction[] {
  const words = folder['recall-templates'];
  return Object.values(sets)
    .filter(({ key }, index, all) => all.findIndex((other) => other.key === key) === index)
    .flatMap(({ key, file }) =>
      Object.keys(words[key]).flatMap((name) =>
        languages.flatMap((language) =>
          trying(name, folder, language, judges[key]).map((message) => ({
            file,
            path: [name, language, key === 'scripts' ? 'voicemail' : 'text'],
            message,
          })),
        ),
      ),
    );
}

/** What is sent and said after a treatment has words on each of its channels (R65, R66), and never reassures (R57). */
function aftercare({ 'recall-templates': words }: PracticeFolder): Contradiction[] {
  const needed = [
    ...(['email', 'text', 'call'] as const).map((channel) => [channel, 'direct-line'] as const),
    ...(['email', 'text', 'call'] as const).map((channel) => [channel, 'check-in'] as const),
    ['call', 'no-answer'] as const,
  ];
  const lacking = needed
    .filter(([channel, name]) => !(name in words[sets[channel].key]))
    .map(
      ([channel, name]): Contradiction => ({
        file: sets[channel].file,
        path: [name],
        message: 'this template is needed after a treatment',
      }),
    );
  const reassuring = (['mails', 'texts'] as const).flatMap((key) =>
    Object.entries(words[key])
      .filter(([name]) => isAftercare(name))
      .flatMap(([name, template]) =>
        languages.flatMap((language): Contradiction[] => {
          const { subject = '', text } = template[language];
          const found = reassuringWords(`${subject} ${text}`);
          const message = `"${found}" must not stand in an automated text: it reassures, puts off or advises (R57)`;
          const { file } = key === 'mails' ? sets.email : sets.text;
          return found === undefined ? [] : [{ file, path: [name, language], message }];
        }),
      ),
  );
  return [...lacking, ...reassuring];
}

/** R18: every commercial mail says who sends it, and from where. */
function frame({ 'recall-templates': { frame: words } }: PracticeFolder): Contradiction[] {
  return languages.flatMap((language) =>
    /\{\{\s*practice\s*\}\}/.test(words[language].sender) &&
    /\{\{\s*address\s*\}\}/.test(words[language].sender)
      ? []
      : [
          {
            file: 'templates/recall-frame.yaml' as const,
            path: [language, 'sender'],
            message:
              'must hold {{ practice }} and {{ address }}: commercial mail says who sends it, and from where (R18)',
          },
        ],
  );
}

/** All that is wrong with the words of recall: names that are not there, words that reveal, costs, gaps. */
export const recallWordFindings = (folder: PracticeFolder): readonly Contradiction[] => [
  ...wordless(folder),
  ...eachTemplate(folder),
  ...aftercare(folder),
  ...frame(folder),
  ...withProviderProblems(folder),
];
