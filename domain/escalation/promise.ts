import { type Hours, openSpans } from '../practice/opening-hours.ts';

export interface Due {
  /** ISO instant. */
  readonly at: string;
  /** The sum, line by line: "why is it due then?" */
  readonly why: readonly string[];
}

const iso = (milliseconds: number): string => new Date(milliseconds).toISOString();

/**
 * `from` (ISO instant) plus `minutes`, over the location's opening hours in its own time zone (`business`) or straight through
 * (`wall`). Where every day is closed the wall clock is used.
 */
export function add(from: string, minutes: number, location: Hours, clock: 'business' | 'wall'): Due {
  const start = Date.parse(from);
  const wall = (reason: string): Due => ({
    at: iso(start + minutes * 60_000),
    why: [`${minutes} min from ${from}`, reason],
  });
  if (clock === 'wall') return wall('counted straight through');

  const why: string[] = [`${minutes} min of opening hours (${location.zone}) from ${from}`];
  let left = minutes * 60_000;
  for (const span of openSpans(from, location)) {
    const begin = Math.max(start, span.from);
    const available = span.to - begin;
    const used = Math.min(available, left);
    left -= used;
    why.push(
      ...span.closedBefore,
      `${span.label}: ${Math.round(used / 6000) / 10} min counted, ${Math.round(left / 6000) / 10} left`,
    );
    if (left <= 0) return { at: iso(begin + used), why };
  }
  return wall('no day is open, so counted straight through');
}
