import { type Location, weekdays } from '../../domain/practice/practice.ts';
import type { Contradiction } from './contradiction.ts';

type Span = NonNullable<Location['hours']['mon']>[number];

function problemsOf(spans: readonly Span[]): readonly string[] {
  const sorted = spans.toSorted((a, b) => (a.from < b.from ? -1 : 1));
  return sorted.flatMap(({ from, to }, index) => {
    const before = sorted[index - 1];
    if (from >= to)
      return [`${from}-${to} ends before it begins: write ${from}-24:00, and 00:00-${to} on the next day`];
    return before && before.to > from && before.from < before.to
      ? [`${before.from}-${before.to} and ${from}-${to} overlap: write one span`]
      : [];
  });
}

/** Opening hours by which nobody could count: spans that overlap, or end before they begin. */
export const hoursProblems = (locations: readonly Location[]): readonly Contradiction[] =>
  locations.flatMap(({ hours }, index) =>
    weekdays.flatMap((day) =>
      problemsOf(hours[day] ?? []).map((message) => ({
        file: 'practice.yaml' as const,
        path: ['locations', index, 'hours', day],
        message,
      })),
    ),
  );
