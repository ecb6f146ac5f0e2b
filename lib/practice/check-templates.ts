import { reassuringWords } from '../../domain/message/never-reassure.ts';
import type { Contradiction } from './contradiction.ts';
import type { PracticeFolder } from './read-practice.ts';

/** Messages that Heard sends by itself: without its words, a safety reply would fail at the moment it is needed. */
const needed = {
  form: ['intro', 'consent-sms', 'consent-email', 'thanks', 'emergency'],
  care: [
    'acknowledgement',
    'acknowledgement-minor',
    'urgent',
    'safety',
    'safety-vision',
    'safety-self-harm',
    'safety-only',
    'safety-vision-only',
    'safety-self-harm-only',
    'delay',
    'reply',
    'reply-link',
    'stop-confirmation',
    'keyword-help',
    'keyword-start',
    'keyword-start-none',
    'keyword-care',
    'consent-question',
    'consent-confirmed',
  ],
  staff: [
    'alert',
    'alert-text',
    'context',
    'physician',
    'physician-text',
    'page',
    'page-text',
    'gap',
    'warning',
    'warning-text',
    'welfare',
    'welfare-text',
    'welfare-call',
    'undelivered',
    'undelivered-text',
    'undelivered-line',
    'named-call',
    'named-call-text',
    'named-call-line',
    'call',
    'bundle',
    'revocations',
    'revocations-text',
    'recall-stopped',
    'audit-review',
  ],
} as const;

/** The templates that Heard cannot do without. */
export function templateProblems(folder: PracticeFolder): Contradiction[] {
  return (['care', 'staff', 'form'] as const).flatMap((set) =>
    needed[set]
      .filter((name) => !(name in folder[`${set}-templates`]))
      .map(
        (name) =>
          ({ file: `templates/${set}.yaml`, path: [name], message: 'this template is needed' }) as const,
      ),
  );
}

/** Only who is told of tasks needs the words. */
export function taskSummaryProblems({ identity, 'staff-templates': words }: PracticeFolder): Contradiction[] {
  if (words.tasks || !identity.locations.some(({ taskSummary }) => taskSummary)) return [];
  const message = 'this template is needed where a location has taskSummary in practice.yaml';
  return [{ file: 'templates/staff.yaml', path: ['tasks'], message }];
}

/** R57; the fixed safety replies are approved word for word. */
export function reassuranceProblems({ 'care-templates': care }: PracticeFolder): Contradiction[] {
  return Object.entries(care)
    .filter(([name]) => !name.startsWith('safety'))
    .flatMap(([name, template]) =>
      (['en', 'es'] as const).flatMap((language) => {
        const { subject = '', text } = template[language];
        const words = reassuringWords(`${subject} ${text}`);
        const message = `"${words}" must not stand in an automated text: it reassures, puts off or advises (R57)`;
        return words === undefined
          ? []
          : [{ file: 'templates/care.yaml', path: [name, language], message } as const];
      }),
    );
}
