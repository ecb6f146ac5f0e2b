import {
  type ConsentChannel,
  type ConsentEvent,
  type ConsentPurpose,
  consentChannels,
  consentPurposes,
} from '../../consent/consent-event.ts';
import { isOwnAct } from '../../consent/standing.ts';
import type { Practice } from '../../practice/practice.ts';
import { importedDate } from '../import-dates.ts';
import { importedMethod } from '../import-values.ts';
import type { ImportedPatient, ImportedRow } from '../imported.ts';
import { brandNamedIn } from '../named-brand.ts';
import { lastDayOf } from './partial-date.ts';
import type { FhirContext } from './read-bundle.ts';
import {
  type ConsentResource,
  type ConsentRule,
  channelSystem,
  methodSystem,
  purposeSystem,
} from './resources.ts';

/** Codes of HL7's PurposeOfUse that say what ours say. */
const purposesOfUse: Readonly<Record<string, ConsentPurpose>> = {
  HMARKT: 'marketing',
  TREAT: 'care',
  CAREMGT: 'care',
};

type Channel = ConsentChannel | 'all';
type Purpose = ConsentPurpose | 'all';

/** What a rule is about; empty where it does not say. */
interface Scope {
  readonly channels: readonly ConsentChannel[];
  readonly purposes: readonly ConsentPurpose[];
}

const isChannel = (code: string | undefined): code is ConsentChannel =>
  (consentChannels as readonly string[]).includes(code ?? '');
const isPurpose = (code: string | undefined): code is ConsentPurpose =>
  (consentPurposes as readonly string[]).includes(code ?? '');

const codesIn = ({ code = [] }: ConsentRule, wanted: string): readonly (string | undefined)[] =>
  code
    .flatMap(({ coding }) => coding ?? [])
    .flatMap(({ system, code: found }) => (system === wanted ? [found] : []));

function scopeOf(rule: ConsentRule = {}): Scope {
  const purposes = (rule.purpose ?? []).flatMap(({ system, code }) =>
    system === purposeSystem && isPurpose(code) ? [code] : (purposesOfUse[code ?? ''] ?? []),
  );
  const channels = codesIn(rule, channelSystem).filter(isChannel);
  return { channels: [...new Set(channels)], purposes: [...new Set(purposes)] };
}

const pairsOf = ({ channels, purposes }: { channels: readonly Channel[]; purposes: readonly Purpose[] }) =>
  channels.flatMap((channel) => purposes.map((purpose) => ({ channel, purpose })));

/** What a no leaves open it is to all of. */
const denied = ({ channels, purposes }: Scope) =>
  pairsOf({
    channels: channels.length > 0 ? channels : ['all'],
    purposes: purposes.length > 0 ? purposes : ['all'],
  });

/** A plain opt-out is R4's policy rule of HL7's ActCode, with or without exceptions. */
const optsOut = ({ policyRule }: ConsentResource): boolean =>
  (policyRule?.coding ?? []).some(({ code }) => code === 'OPTOUT' || code === 'OPTOUTE');

const isPermit = ({ provision }: ConsentResource): boolean => provision?.type === 'permit';
const isOver = ({ status }: ConsentResource): boolean =>
  status === 'inactive' || status === 'rejected' || status === 'entered-in-error';

/** A draft says neither yes nor no, nor does a no that was entered in error: a person undoes it here. */
function answerOf(resource: ConsentResource): 'grant' | 'deny' | undefined {
  if (resource.status === 'entered-in-error') return isPermit(resource) ? 'deny' : undefined;
  if (isOver(resource)) return 'deny';
  if (resource.status !== 'active') return undefined;
  if (optsOut(resource) || resource.provision?.type === 'deny') return 'deny';
  return isPermit(resource) ? 'grant' : undefined;
}

/** An instant in UTC, so that events compare as text; else the day. */
const instantOr = (written: string | undefined, day: string): string =>
  written?.includes('T') && !Number.isNaN(Date.parse(written)) ? new Date(written).toISOString() : day;

/** When a no was said, the latest that its date allows: nothing that may have come before it outlasts it. */
function saidNoAt(written: string | undefined, now: string): string {
  const day = lastDayOf(written ?? '');
  if (day === undefined) return now;
  const at = instantOr(written, day);
  return at.slice(0, 10) > now.slice(0, 10) || (day !== written?.slice(0, 10) && day >= now.slice(0, 10))
    ? now
    : at;
}

const addressOf = (patient: ImportedPatient, channel: ConsentChannel): string | undefined =>
  channel === 'email' ? patient.email : channel === 'text' || channel === 'call' ? patient.phone : undefined;

const wordingOf = ({ sourceAttachment, policyRule }: ConsentResource): string =>
  sourceAttachment?.title ?? policyRule?.text ?? '';

interface Reading {
  readonly resource: ConsentResource;
  readonly patient: ImportedPatient;
  readonly now: string;
  readonly practice: Pick<Practice, 'name' | 'shortName'>;
}

type About = Pick<ConsentEvent, 'channel' | 'purpose' | 'action' | 'occurredAt'>;

function eventOf({ resource, patient, now }: Reading, about: About, suffix = ''): ConsentEvent {
  const { channel, purpose, action } = about;
  const wording = wordingOf(resource);
  const date = resource.dateTime?.slice(0, 10) || 'undated';
  return {
    id: `fhir#${channel}#${purpose}#${date}#${action}${suffix}`,
    patientId: patient.id,
    ...about,
    recordedAt: now,
    method: importedMethod(codesIn(resource.provision ?? {}, methodSystem)[0] ?? ''),
    actor: 'import',
    ...(wording ? { wording: { text: wording, source: 'FHIR' } } : {}),
  };
}

function noes(reading: Reading): readonly ConsentEvent[] {
  const { resource, now } = reading;
  const over = isOver(resource);
  const occurredAt = saidNoAt(over ? resource.meta?.lastUpdated : resource.dateTime, now);
  // The exceptions to an opt-out would be a yes.
  const rule = optsOut(resource) && isPermit(resource) && !over ? undefined : resource.provision;
  const suffix = resource.status === 'entered-in-error' ? '#in-error' : '';
  return denied(scopeOf(rule)).map((about) =>
    eventOf(reading, { ...about, action: 'deny', occurredAt }, suffix),
  );
}

const hasNoAddress: readonly ConsentChannel[] = ['letter', 'social'];

/** Why a yes says too little to be one (R69). */
function missingIn({ channels, purposes }: Scope, { resource, patient }: Reading): string | undefined {
  if (channels.length === 0 || purposes.length === 0 || !resource.dateTime || !wordingOf(resource))
    return 'the consent does not say for which channel, for what, when and in which words';
  return channels.every((channel) => addressOf(patient, channel) || hasNoAddress.includes(channel))
    ? undefined
    : 'the consent is for an address that its patient has not in the bundle';
}

/**
 * The brand that the words of a yes to texts name (R2), and that it was an act of the person's own, where it was given in such a way
 * (docs/decisions/042).
 */
function namedIn({ resource, practice }: Reading): Pick<ConsentEvent, 'seller' | 'affirmative'> {
  const seller = brandNamedIn(wordingOf(resource), practice);
  if (seller === undefined) return {};
  const method = importedMethod(codesIn(resource.provision ?? {}, methodSystem)[0] ?? '');
  return { seller, ...(isOwnAct(method) ? { affirmative: true } : {}) };
}

/** What is permitted, until it ends, without its exceptions. One that has ended is no yes any more, since then. */
function yeses(reading: Reading): readonly ConsentEvent[] {
  const { resource, patient, now } = reading;
  const { dateTime = '', provision = {} } = resource;
  const scope = scopeOf(provision);
  const missing = missingIn(scope, reading);
  if (missing) throw new Error(missing);
  const said = instantOr(dateTime, importedDate(dateTime.slice(0, 10), 'the date of the consent', 'MDY'));
  const { start = '', end } = provision.period ?? {};
  const begins = lastDayOf(start) === undefined ? said : instantOr(start, lastDayOf(start) ?? said);
  const occurredAt = begins > said ? begins : said;
  const until = end === undefined ? undefined : instantOr(end, lastDayOf(end) ?? now);
  const pairs = pairsOf(scope);
  if (until !== undefined && until < now.slice(0, until.length))
    return pairs.map((about) => eventOf(reading, { ...about, action: 'expire', occurredAt: until }));
  const grants = pairs.map(({ channel, purpose }) => {
    const address = addressOf(patient, channel as ConsentChannel);
    const named = channel === 'text' ? namedIn(reading) : {};
    // One that was imported before its brand was read is another: importing the bundle again brings it.
    const suffix = `${until ? `#until-${until}` : ''}${named.seller ? '#named' : ''}`;
    return {
      ...eventOf(reading, { channel, purpose, action: 'grant', occurredAt }, suffix),
      ...named,
      ...(address ? { address } : {}),
      ...(until ? { until } : {}),
    };
  });
  const exceptions = (provision.provision ?? [])
    .filter(({ type }) => type === 'deny')
    .map(scopeOf)
    .flatMap(({ channels, purposes }) =>
      pairsOf({
        channels: channels.length > 0 ? channels : scope.channels,
        purposes: purposes.length > 0 ? purposes : scope.purposes,
      }),
    )
    .map((about) => eventOf(reading, { ...about, action: 'deny', occurredAt }));
  return [...grants, ...exceptions];
}

/**
 * The consent events of a Consent resource, one for each channel and purpose that it names. A yes needs its channel, its purpose, its date and
 * its evidence (R69), and holds until it ends; a no without channel or purpose is one to all, whatever its date. What ended, or was entered in
 * error, is a no since then. A draft is neither. Throws a reason for a yes that says too little.
 */
export function consentFrom(
  resource: ConsentResource,
  patient: ImportedPatient,
  { now, practice }: FhirContext,
): Omit<ImportedRow, 'patient'> | undefined {
  const reading = { resource, patient, now, practice };
  const answer = answerOf(resource);
  if (answer === undefined) return undefined;
  if (answer === 'grant') return { consents: yeses(reading) };
  const dropped = optsOut(resource) && isPermit(resource) && !isOver(resource);
  return {
    consents: noes(reading),
    ...(dropped
      ? { warnings: ['the consent is an opt-out with exceptions: the exceptions were left out'] }
      : {}),
  };
}
