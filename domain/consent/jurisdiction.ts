import { isTerritory, type Law, type LawfulHours } from './law.ts';
import type { Recipient } from './question.ts';

/** Where a recipient may be: every one of these must allow (R6). */
export interface Whereabouts {
  /** IANA zones; empty when nothing at all is known, which allows no hour. */
  readonly zones: readonly string[];
  /** Hours of solicitation of every candidate state or country. */
  readonly lawful: readonly { readonly country: string; readonly hours: LawfulHours }[];
}

const northAmerican = /^\+1([2-9]\d\d)\d{7}$/;

interface Place {
  readonly country: string;
  readonly zones: readonly string[];
  readonly lawful: LawfulHours | undefined;
}

/** All zones of the fifty states: where somebody may be of whom nothing is known. */
const nationwide = ({ states }: Law): readonly string[] => [
  ...new Set(
    Object.entries(states)
      .filter(([code]) => !isTerritory(code))
      .flatMap(([, { zones }]) => zones),
  ),
];

const somewhere = (law: Law): Place => ({
  country: 'US',
  zones: nationwide(law),
  lawful: law.profiles.strict,
});

const stateOf = (code: string, law: Law): Place | undefined => {
  const state = law.states[code];
  return state && { country: 'US', ...state };
};

function ofNumber(phone: string | undefined, law: Law): Place | undefined {
  const code = northAmerican.exec(phone ?? '')?.[1];
  const entry = code === undefined ? undefined : law.numbers[code];
  if (!entry) return undefined;
  const [country = '', state] = entry.region.split('-');
  const known = country === 'US' && state ? stateOf(state, law) : undefined;
  if (known) return { ...known, zones: [...known.zones, ...entry.zones] };
  return { country, zones: entry.zones, lawful: law.profiles.strict };
}

function ofAddress({ region, country }: Recipient, law: Law): Place | undefined {
  if (country === 'US') return region === undefined ? undefined : (stateOf(region, law) ?? somewhere(law));
  const abroad = law.countries[country];
  if (!abroad) return undefined;
  const { zones, hours, holidays = 'none' } = abroad;
  return { country, zones, lawful: hours && { hours, holidays } };
}

/**
 * Candidate places of a recipient (R6): of the address they gave and of their number's area code, with the zones of both. A zone they
 * stated takes the place of the zones, not of the states. Nothing known: the strict hours everywhere in the nation (R5).
 */
export function whereabouts(recipient: Recipient, law: Law): Whereabouts {
  const byNumber = ofNumber(recipient.phone, law);
  // Of a country without states here, the number says better where in it somebody is.
  const byAddress =
    recipient.country !== 'US' && byNumber?.country === recipient.country
      ? undefined
      : ofAddress(recipient, law);
  const found = [byAddress, byNumber].filter((place): place is Place => place !== undefined);
  const places = found.length === 0 && recipient.country === 'US' ? [somewhere(law)] : found;
  return {
    zones: recipient.statedZone
      ? [recipient.statedZone]
      : [...new Set(places.flatMap(({ zones }) => zones))].sort(),
    lawful: places.flatMap(({ country, lawful }) => (lawful ? [{ country, hours: lawful }] : [])),
  };
}
