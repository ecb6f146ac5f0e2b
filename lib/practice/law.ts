import { Countries, type Law, lawOf, NorthAmericanNumbers, UsStates } from '../../domain/consent/law.ts';
import { holidayDatesOf } from './holidays.ts';
import { type ReadFile, read } from './read-file.ts';

/** Caps of states that the ceiling for all does not keep: fewer contacts, or as many in longer hours (R5). */
function capsBelow(states: ReadFile<UsStates>, countries: ReadFile<Countries>): readonly string[] {
  const ceiling = countries.value?.ceiling;
  return Object.entries(states.value?.states ?? {}).flatMap(([code, { cap }]) =>
    ceiling && cap && (cap.contacts < ceiling.contacts || cap.hours > ceiling.hours)
      ? [
          `${states.where(['states', code, 'cap'])}: ${cap.contacts} in ${cap.hours} hours is stricter than the ceiling for all: lower \`ceiling\` in law/countries.yaml to it`,
        ]
      : [],
  );
}

/** Reads `practice/law/`, with the public holidays of the countries in which they close. */
export function readLaw(folder: string): {
  readonly value: Law | undefined;
  readonly findings: readonly string[];
} {
  const states = read(folder, 'law/us-states.yaml', UsStates);
  const countries = read(folder, 'law/countries.yaml', Countries);
  const numbers = read(folder, 'law/north-american-numbers.yaml', NorthAmericanNumbers);
  const findings = [
    ...[states, countries, numbers].flatMap((file) => file.findings),
    ...capsBelow(states, countries),
  ];
  if (findings.length > 0 || !states.value || !countries.value || !numbers.value)
    return { value: undefined, findings };
  const closing = Object.entries(countries.value.countries).filter(
    ([, { holidays }]) => holidays === 'closed',
  );
  const days = Object.fromEntries(
    ['US', ...closing.map(([code]) => code)].map((country) => [
      country,
      Object.keys(holidayDatesOf({ country, closed: 'all' })).sort(),
    ]),
  );
  return {
    value: lawOf({ states: states.value, countries: countries.value, numbers: numbers.value }, days),
    findings,
  };
}
