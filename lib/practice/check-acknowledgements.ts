import { offersVisit } from '../../domain/message/offers-visit.ts';
import type { Contradiction } from './contradiction.ts';
import type { PracticeFolder } from './read-practice.ts';

/**
 * R36: nobody under 18 is offered a visit by itself; where toxin and fillers may not be booked for them, nobody is, as the age of who
 * writes is not known.
 */
export const minorAcknowledgementProblems = ({
  identity,
  'care-templates': care,
}: Pick<PracticeFolder, 'identity' | 'care-templates'>): readonly Contradiction[] =>
  Object.entries(care)
    .filter(([name]) => name.startsWith('acknowledgement'))
    .filter(([name]) => name.startsWith('acknowledgement-minor') || identity.country === 'GB')
    .flatMap(([name, template]) =>
      (['en', 'es'] as const)
        .filter((language) => {
          const { subject = '', text } = template[language];
          return offersVisit(`${subject}\n${text}`);
        })
        .map(
          (language) =>
            ({
              file: 'templates/care.yaml',
              path: [name, language],
              message:
                'it offers a visit: to somebody under 18 it may be an offence (England), and marketing anywhere (R36)',
            }) as const,
        ),
    );

/** R63: what stands in every acknowledgement stands there also while red flags are not recognised. */
export const acknowledgementProblems = ({
  'care-templates': care,
}: PracticeFolder): readonly Contradiction[] =>
  Object.entries(care)
    .filter(([name]) => name.startsWith('acknowledgement'))
    .flatMap(([name, template]) =>
      (['en', 'es'] as const)
        .filter((language) => !/\{\{-?\s*emergency\b/.test(template[language].text))
        .map(
          (language) =>
            ({
              file: 'templates/care.yaml',
              path: [name, language],
              message: 'every acknowledgement must say {{ emergency }}: whom to call in an emergency (R63)',
            }) as const,
        ),
    );
