import type { PreferenceEvent, Preferences } from './preferences.ts';

type Wish = Pick<Preferences, 'topicsOff' | 'language' | 'bestTime' | 'forbids' | 'onlyBy'>;

/** Each wish in words that can stand beside those of before. */
const shown: Readonly<Record<PreferenceEvent['what'], (wish: Wish) => string>> = {
  topics: ({ topicsOff = [] }) =>
    topicsOff.length === 0 ? 'all' : `without ${topicsOff.toSorted().join(', ')}`,
  language: ({ language }) => language ?? 'not said',
  'best-time': ({ bestTime }) => bestTime ?? 'any',
  'ways-of-contact': ({ forbids = [], onlyBy = [] }) =>
    [
      ...(onlyBy.length > 0 ? [`only by ${onlyBy.toSorted().join(', ')}`] : []),
      ...(forbids.length > 0 ? [`never by ${forbids.toSorted().join(', ')}`] : []),
    ].join('; ') || 'any',
};

/**
 * What a change of topics, language, best time and ways of contact says, one event for each that is otherwise than before. `once` names the act, so that a
 * repeat makes the same events.
 */
export const preferenceEvents = (
  before: Wish | undefined,
  after: Preferences,
  once: string,
): readonly PreferenceEvent[] =>
  (['topics', 'language', 'best-time', 'ways-of-contact'] as const).flatMap((what) => {
    const [from, to] = [shown[what](before ?? {}), shown[what](after)];
    const { patientId, at, by } = after;
    return from === to ? [] : [{ id: `${once}#${what}`, patientId, what, from, to, at, by }];
  });
