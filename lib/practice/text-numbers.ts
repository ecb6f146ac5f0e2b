import type { Contradiction } from './contradiction.ts';
import type { PracticeFolder } from './read-practice.ts';

type Channels = NonNullable<PracticeFolder['identity']['channels']>;

const at = (field: string, message: string): Contradiction => ({
  file: 'practice.yaml',
  path: ['channels', field],
  message,
});

/** Whether the numbers fit the way of texting. */
function origins({ text, textFrom, textFor = [] }: Channels): readonly Contradiction[] {
  if (text !== 'end-user-messaging')
    return textFrom ? [at('textFrom', 'only `text: end-user-messaging` uses these numbers')] : [];
  if (!textFrom)
    return [at('text', 'needs textFrom: the ids of the numbers in AWS End User Messaging (docs/deploy.md)')];
  const unfit = textFor.includes('marketing') && !textFrom.marketing;
  return unfit ? [at('textFor', 'marketing needs a number of its own: textFrom.marketing')] : [];
}

/** Whether the numbers fit the way of texting, and what they are registered for (R42). */
export function textNumbers({ identity: { channels = {} } }: PracticeFolder): readonly Contradiction[] {
  const unregistered = channels.text !== undefined && !channels.textFor?.length;
  return [
    ...(unregistered
      ? [
          at(
            'textFor',
            'say for what the carrier registered the number, such as [care] (R42): until then patients get no text but safety replies',
          ),
        ]
      : []),
    ...origins(channels),
  ];
}
