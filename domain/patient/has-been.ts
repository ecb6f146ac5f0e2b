import { DomainError } from '../errors.ts';
import { locationOf, type Practice } from '../practice/practice.ts';
import { localDay } from '../recall/local-day.ts';
import type { Patient } from './patient.ts';

/** Nobody who is alive was born before. */
export const firstBirth = '1900-01-01';

/**
 * Refuses what is said to have taken place and lies in the future, as an import does: it would move what is due by years. `days` are local days by the
 * name of their field. Throws `invalid`, naming each field and the last day it may have; `now` is an ISO instant.
 */
export function mustHaveBeen(
  { location }: Pick<Patient, 'location'>,
  days: Readonly<Record<string, string | null | undefined>>,
  { practice, now }: { readonly practice: Practice; readonly now: string },
): void {
  const today = localDay(now, locationOf(practice, location).zone);
  const told = Object.entries(days).flatMap(([field, day]) => {
    if (typeof day !== 'string') return [];
    if (day > today) return [`${field} lies in the future: it must be ${today} or earlier`];
    return field === 'birthDate' && day < firstBirth
      ? [`${field} is before 1900: it must be ${firstBirth} or later`]
      : [];
  });
  if (told.length > 0) throw new DomainError('invalid', `Correct the body: ${told.join('; ')}.`);
}
