import { WINDOWS_TO_IANA_MAP } from 'windows-iana';

/** Names of places, and the few others that are the same everywhere: CST is another zone in China. */
const unmistakable = /^[a-z_]+\/[a-z_/+-]+$|^utc$|^(est5edt|cst6cdt|mst7mdt|pst8pdt)$/i;

/** Whether a name is one of the IANA zones that calendars are reckoned by. An offset is none: it knows no summer time. */
export function isZone(name: string): boolean {
  if (!unmistakable.test(name)) return false;
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone.length > 0;
  } catch {
    return false;
  }
}

/** Windows' names for zones, of Unicode CLDR; 001 is the zone that stands for all of a name. */
const windows: ReadonlyMap<string, string> = new Map(
  WINDOWS_TO_IANA_MAP.filter(({ territory }) => territory === '001').map(({ windowsName, iana }) => [
    windowsName.toLowerCase(),
    iana[0],
  ]),
);

/** Names of Rails (ActiveSupport::TimeZone) and of everyday speech that are none of Windows'. */
const others: Readonly<Record<string, string>> = {
  'eastern time (us & canada)': 'America/New_York',
  'central time (us & canada)': 'America/Chicago',
  'mountain time (us & canada)': 'America/Denver',
  'pacific time (us & canada)': 'America/Los_Angeles',
  'indiana (east)': 'America/Indiana/Indianapolis',
  arizona: 'America/Phoenix',
  alaska: 'America/Anchorage',
  hawaii: 'Pacific/Honolulu',
  'puerto rico': 'America/Puerto_Rico',
  guam: 'Pacific/Guam',
  'american samoa': 'Pacific/Pago_Pago',
  'atlantic time (canada)': 'America/Halifax',
  newfoundland: 'America/St_Johns',
  saskatchewan: 'America/Regina',
  'mexico city': 'America/Mexico_City',
  guadalajara: 'America/Mexico_City',
  monterrey: 'America/Monterrey',
  mazatlan: 'America/Mazatlan',
  tijuana: 'America/Tijuana',
  london: 'Europe/London',
  edinburgh: 'Europe/London',
  dublin: 'Europe/Dublin',
  sydney: 'Australia/Sydney',
  canberra: 'Australia/Sydney',
  melbourne: 'Australia/Melbourne',
  brisbane: 'Australia/Brisbane',
  adelaide: 'Australia/Adelaide',
  darwin: 'Australia/Darwin',
  perth: 'Australia/Perth',
  hobart: 'Australia/Hobart',
};

/** What these say in the United States and Canada; elsewhere they say something else. MST is left out: Arizona has it without summer time. */
const american: Readonly<Record<string, string>> = {
  et: 'America/New_York',
  est: 'America/New_York',
  edt: 'America/New_York',
  eastern: 'America/New_York',
  'eastern time': 'America/New_York',
  ct: 'America/Chicago',
  cst: 'America/Chicago',
  cdt: 'America/Chicago',
  central: 'America/Chicago',
  'central time': 'America/Chicago',
  mdt: 'America/Denver',
  'mountain time': 'America/Denver',
  pt: 'America/Los_Angeles',
  pst: 'America/Los_Angeles',
  pdt: 'America/Los_Angeles',
  pacific: 'America/Los_Angeles',
  'pacific time': 'America/Los_Angeles',
  akst: 'America/Anchorage',
  akdt: 'America/Anchorage',
  hst: 'Pacific/Honolulu',
};

/**
 * The IANA zone of a name as exports write it: an IANA name, one of Windows or of Rails, or in the United States and Canada what is said every
 * day. `country` is an ISO 3166 code. Undefined for what is none of them.
 */
export function zoneNamed(written: string, country: string): string | undefined {
  const name = written
    .replace(/^\((?:utc|gmt)[^)]{0,10}\) */i, '')
    .trim()
    .toLowerCase();
  const spoken = country === 'US' || country === 'CA' ? american[name] : undefined;
  const known = spoken ?? others[name] ?? windows.get(name) ?? written;
  return isZone(known) ? known : undefined;
}
