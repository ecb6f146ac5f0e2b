import type { PreferenceEvent, Preferences } from './patient.ts';

type Wish = Pick<Preferences, 'topicsOff' | 'language' | 'bestTime'>;

/** Each wish in words that can stand beside those of before. */
const shown: Readonly<Record<PreferenceEvent['what'], (wish: Wish) => string>> = {
  topics: ({ topicsOff = [] }) =>
    topicsOff.length === 0 ? 'all' : `without ${topicsOff.toSorted().join(', ')}`,
  language: ({ language }) => language ?? 'not said',
  'best-time': ({ bestTime }) => bestTime ?? 'any',
};

/**
 * What a change of topics, language and best time says, one event for each that is otherwise than before. `once` names the act, so that a
 * repeat makes the same events.
 */
export const preferenceEvents = (
  before: Wish | undefined,
  after: Preferences,
  once: string,
): readonly PreferenceEvent[] =>
  (['topics', 'language', 'best-time'] as const).flatMap((what) => {
    const [from, to] = [shown[what](before ?? {}), shown[what](after)];
    const { patientId, at, by } = after;
    return from === to ? [] : [{ id: `${once}#${what}`, patientId, what, from, to, at, by }];
  });
