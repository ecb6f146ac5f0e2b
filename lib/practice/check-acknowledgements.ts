import type { Contradiction } from './cross-checks.ts';
import type { PracticeFolder } from './read-practice.ts';

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
