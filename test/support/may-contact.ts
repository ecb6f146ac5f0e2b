import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Temporal } from 'temporal-polyfill';
import { parse } from 'yaml';
import type { ConsentEvent } from '../../domain/consent/consent-event.ts';
import type { Law } from '../../domain/consent/law.ts';
import type {
  MessageFinding,
  MessagePurpose,
  PastContact,
  Question,
  Suppression,
} from '../../domain/consent/question.ts';

/** What differs from the base case; the keys are explained in the fixtures' README. */
interface But {
  readonly [flag: string]: unknown;
  readonly number?: string;
  readonly consents?: readonly string[];
  readonly moreConsents?: readonly string[];
  readonly reassigned?: 'yes' | 'no' | 'no-data' | 'never-asked';
  readonly reassignedAskedOn?: string;
  readonly requestedAt?: string;
  readonly aiWritten?: 'reviewed' | 'not-reviewed';
  readonly country?: string;
  readonly forbids?: readonly Question['channel'][];
  readonly onlyBy?: readonly Question['channel'][];
  readonly topicsOff?: readonly MessagePurpose[];
  readonly touches?: readonly string[];
  readonly sharedNumberTouches?: readonly string[];
  readonly suppressed?: string | readonly string[];
  readonly post?: string;
  readonly complaintRate?: number;
  readonly bounceRate?: number;
}

/** One row of the table of examples (test/fixtures/may-contact): a lawyer reads it, the test asks the function. */
export interface Example {
  readonly says: string;
  readonly rule: string;
  readonly what: MessagePurpose;
  readonly by: Question['channel'];
  readonly at: string;
  readonly but?: But;
  readonly then: string;
  readonly because: readonly string[];
}

const folder = join(import.meta.dirname, '../fixtures/may-contact');

export const examples = (): readonly Example[] =>
  readdirSync(folder)
    .filter((file) => file.endsWith('.yaml'))
    .sort()
    .flatMap((file) => parse(readFileSync(join(folder, file), 'utf8')) as Example[]);

const home = 'America/New_York';

/** `2026-03-03 08:59 America/New_York`, or without a zone the practice's. */
export function instantOf(text: string): string {
  const [date = '', time = '00:00', zone = home] = text.split(' ');
  return Temporal.PlainDateTime.from(`${date}T${time}`)
    .toZonedDateTime(zone)
    .toInstant()
    .toString({ fractionalSecondDigits: 3 });
}

const phone = '+12125550148';
const email = 'patient@example.com';
const baseConsents = [
  'grant text marketing web-checkbox 2025-11-01',
  'grant text care web-checkbox 2025-11-01',
  'grant email marketing web-checkbox 2025-11-01',
];

/** `recorded=paper`, `recorded=witness`: what staff wrote down, and its evidence; `recorded=nothing`: without any. */
function recordedOf(how: string | undefined) {
  if (how === undefined) return {};
  const witness = how === 'witness' ? { witness: 'sato' } : {};
  return { by: { recordedBy: 'marlow', ...witness }, paper: how === 'paper' ? { source: 'binder 3' } : {} };
}

/** `<action> <channel> <purpose> <method> <date> [time zone] [key=value ...]`. */
function consentOf(line: string, index: number, number: string): ConsentEvent {
  const words = line.split(' ');
  const keys = new Map(
    words.filter((word) => word.includes('=')).map((word) => word.split('=') as [string, string]),
  );
  const [action = '', channel = '', purpose = '', method = '', date = '', ...when] = words.filter(
    (word) => !word.includes('='),
  );
  const until = keys.get('until');
  const seller = keys.get('seller') ?? 'lakeside';
  const recorded = recordedOf(keys.get('recorded'));
  const address = keys.get('number') ?? (channel === 'email' ? email : number);
  return {
    id: `c${index}`,
    patientId: 'p1',
    action: action as ConsentEvent['action'],
    channel: channel as ConsentEvent['channel'],
    purpose: purpose as ConsentEvent['purpose'],
    method: method as ConsentEvent['method'],
    occurredAt: when.length > 0 ? instantOf([date, ...when].join(' ')) : date,
    recordedAt: '2026-01-01T00:00:00.000Z',
    actor: 'patient',
    ...(['text', 'call', 'email', 'all'].includes(channel) ? { address } : {}),
    ...(seller === 'none' ? {} : { seller }),
    affirmative:
      keys.get('affirmative') !== 'no' &&
      ['web-checkbox', 'paper', 'keyword', 'preference-page'].includes(method),
    ...(keys.get('wording') === 'none'
      ? {}
      : { wording: { text: 'I agree to receive texts.', ...recorded.paper } }),
    ...recorded.by,
    ...(until ? { until } : {}),
    ...(keys.get('remuneration') === 'stated' ? { remunerationStated: true } : {}),
  };
}

/** `2026-03-03 10:00 text recall`, in the practice's zone. */
function contactOf(line: string): PastContact {
  const [date, time, channel, purpose] = line.split(' ');
  return {
    at: instantOf(`${date} ${time}`),
    channel: channel as PastContact['channel'],
    purpose: purpose as PastContact['purpose'],
  };
}

const findings: Readonly<Record<string, MessageFinding>> = {
  promotional: 'promotional',
  noBrand: 'no-brand',
  noOptOut: 'no-opt-out',
  noPostalAddress: 'no-postal-address',
  noUnsubscribe: 'no-unsubscribe',
  misleadingSubject: 'misleading-subject',
};

function suppressionsOf(
  written: string | readonly string[] | undefined,
  post: string | undefined,
): Suppression[] {
  const lines = written === undefined ? [] : Array.isArray(written) ? written : [written as string];
  const said = lines.map((line: string): Suppression => {
    const [word = '', on = '2026-02-01'] = line.split(' ');
    const [reason = '', address] = word.split(':');
    const ofNumber = ['wrong-number', 'carrier-blocked'].includes(reason);
    const where = (address ?? (ofNumber ? 'phone' : 'email')) as Suppression['address'];
    return { address: where, reason: reason as Suppression['reason'], at: on };
  });
  return post === 'returned'
    ? [...said, { address: 'post', reason: 'returned-mail', at: '2026-02-01' }]
    : said;
}

const real = (value: unknown): boolean =>
  value !== undefined && value !== 'none' && value !== 'unknown' && value !== 'never';
const optional = <K extends string>(key: K, value: unknown): { readonly [name in K]?: string } =>
  (real(value) ? { [key]: String(value) } : {}) as { readonly [name in K]?: string };

/** What of a row makes a question. */
type Asked = Pick<Example, 'what' | 'by' | 'at' | 'but'>;

const messageOf = ({ what }: Asked, but: But): Question['message'] => ({
  purpose: what,
  seller: 'lakeside',
  findings: [
    ...Object.entries(findings).flatMap(([key, name]) => (but[key] ? [name] : [])),
    ...(but.names ? [`names-${but.names}` as MessageFinding] : []),
  ],
  remunerated: Boolean(but.remuneration ?? but.salesOfList),
  clinical: Boolean(but.clinicalContent),
  ...(but.asksHealth ? { asksHealth: true } : {}),
  ...(but.aiWritten ? { aiWritten: but.aiWritten } : {}),
  paidSeries: Boolean(but.paidSeries),
  ...(but.requestedAt ? { requestedAt: instantOf(but.requestedAt) } : {}),
  confirmedBefore: Boolean(but.alreadyConfirmed),
});

function registersOf(but: But): Pick<Question['recipient'], 'doNotCall' | 'reassigned'> {
  const { doNotCall = 'no', reassigned = 'no', registryCheckedOn = '2026-02-20' } = but;
  return {
    doNotCall: {
      internal: doNotCall === 'internal',
      ...(doNotCall === 'unknown' ? {} : { listed: doNotCall === 'listed' }),
      ...optional('checkedOn', registryCheckedOn),
    },
    ...(reassigned === 'never-asked'
      ? {}
      : { reassigned: { answer: reassigned, askedOn: but.reassignedAskedOn ?? '2026-02-20' } }),
  };
}

function placeOf(
  but: But,
): Pick<Question['recipient'], 'country' | 'region' | 'statedZone' | 'hasPostal' | 'email'> {
  const { country = 'US' } = but;
  return {
    country,
    ...optional('region', but.state ?? (country === 'US' ? 'NY' : undefined)),
    ...optional('statedZone', but.zone),
    hasPostal: but.post !== 'none' && but.post !== 'invalid',
    ...(but.email === 'none' || but.email === 'invalid' ? {} : { email }),
  };
}

const recipientOf = (but: But): Question['recipient'] => ({
  ...optional('phone', but.number ?? phone),
  ...placeOf(but),
  ...optional('birthDate', but.born ?? '1988-04-12'),
  ...(but.apparentMinor ? { apparentMinor: true } : {}),
  ...(but.guardian ? { guardian: true } : {}),
  deceased: Boolean(but.deceased),
  forbids: but.forbids ?? [],
  onlyBy: but.onlyBy ?? [],
  topicsOff: but.topicsOff ?? [],
  ...optional('lastTreatedOn', but.lastTreatedOn ?? '2026-01-10'),
  ...optional('lastInquiryOn', but.lastInquiryOn),
  wroteFirst: Boolean(but.patientWroteFirst),
  ...registersOf(but),
  suppressed: suppressionsOf(but.suppressed, but.post),
  contacts: (but.touches ?? []).map(contactOf),
  numberContacts: (but.sharedNumberTouches ?? []).map(contactOf),
});

const circumstancesOf = (but: But): Question['circumstances'] => ({
  ...optional('bookedOn', but.booked),
  holdout: Boolean(but.holdout),
  openInquiry: Boolean(but.openInquiry),
  openCase: Boolean(but.openCase),
  ...optional('adverseEventClosedOn', but.adverseEventClosedOn),
  ...(but.seeksReassurance ? { seeksReassurance: true as const } : {}),
  textNumber: { care: but.textNumber !== 'pending', marketing: but.textNumber === undefined },
  ...(but.complaintRate === undefined ? {} : { complaintRate: but.complaintRate }),
  ...(but.bounceRate === undefined ? {} : { bounceRate: but.bounceRate }),
  emailWarned: but.emailWarned !== false,
  brandRevealsTreatment: Boolean(but.brandRevealsTreatment),
});

function byOf({ by }: Asked, but: But): Question['by'] {
  if (but.automatic) return 'automatic';
  return but.person || by === 'call' || by === 'social' ? 'person' : 'automatic';
}

/** A practice that allows far more than the law's ceiling. */
const loose = { marketing: { day: 9, week: 30, month: 90 }, care: { day: 9, week: 30 } };

/** The question that a row asks, from the base case of the fixtures' README and what the row changes. */
export function questionOf(example: Asked, law: Law): Question {
  const but = example.but ?? {};
  const lines: readonly string[] = [...(but.consents ?? baseConsents), ...(but.moreConsents ?? [])];
  return {
    message: messageOf(example, but),
    channel: example.by,
    by: byOf(example, but),
    recipient: recipientOf(but),
    consents: lines.map((line, index) => consentOf(line, index, but.number ?? phone)),
    circumstances: circumstancesOf(but),
    rules: {
      caps: but.loose ? loose : { marketing: { day: 1, week: 2, month: 4 }, care: { day: 1, week: 3 } },
      sendBetween: { from: '09:00', to: '20:00' },
    },
    law,
    homeZone: home,
    now: instantOf(example.at),
  };
}
