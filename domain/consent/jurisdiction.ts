import { isTerritory, type Law, type LawfulHours } from './law.ts';
import type { Recipient } from './question.ts';
import { isZone } from './time-zone.ts';

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

/** A number of another country: of its zones, hours and consent as the table has them; of one that is not in it nothing is known. */
function ofForeignNumber(phone: string, { countries }: Law): Place {
  const [country, known] =
    Object.entries(countries).find(
      ([, { callingCode }]) => callingCode !== undefined && phone.startsWith(`+${callingCode}`),
    ) ?? [];
  if (country === undefined || !known) return { country: 'unknown', zones: [], lawful: undefined };
  return placeIn(country, known);
}

const placeIn = (country: string, { zones, hours, holidays = 'none' }: Law['countries'][string]): Place => ({
  country,
  zones,
  lawful: hours && { hours, holidays },
});

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
  if (phone !== undefined && !phone.startsWith('+1')) return ofForeignNumber(phone, law);
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
  return abroad && placeIn(country, abroad);
}

/**
 * Countries whose rules of texts and calls bind whoever is reached by this number: of their address, and of the number. A number of the North
 * American plan counts as American unless it lies in a country of the table. `unknown` stands for a number of which nothing is known.
 */
export function countriesOf({ country, phone }: Recipient, law: Law): readonly string[] {
  if (phone === undefined) return [country];
  const ofIt = ofNumber(phone, law)?.country;
  const binding = ofIt === 'unknown' || (ofIt !== undefined && ofIt in law.countries) ? ofIt : 'US';
  return [...new Set([country, binding])];
}

/** One place of which the time is not known, and no hour is sure to suit; a stated zone that is none says nothing. */
function zonesOf({ statedZone }: Recipient, places: readonly Place[]): readonly string[] {
  if (statedZone && isZone(statedZone)) return [statedZone];
  if (places.some(({ zones }) => zones.length === 0)) return [];
  return [...new Set(places.flatMap(({ zones }) => zones))].sort();
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
    zones: zonesOf(recipient, places),
    lawful: places.flatMap(({ country, lawful }) => (lawful ? [{ country, hours: lawful }] : [])),
  };
}
