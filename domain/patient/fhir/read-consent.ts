import {
  type ConsentChannel,
  type ConsentEvent,
  type ConsentPurpose,
  consentChannels,
  consentPurposes,
} from '../../consent/consent-event.ts';
import { importedDate } from '../import-dates.ts';
import { importedMethod } from '../import-values.ts';
import type { ImportedPatient, ImportedRow } from '../imported.ts';
import type { FhirContext } from './read-bundle.ts';
import { type ConsentResource, channelSystem, methodSystem, purposeSystem } from './resources.ts';

/** Codes of HL7's PurposeOfUse that say what ours say. */
const purposesOfUse: Readonly<Record<string, ConsentPurpose>> = {
  HMARKT: 'marketing',
  TREAT: 'care',
  CAREMGT: 'care',
};

const isChannel = (code: string | undefined): code is ConsentChannel =>
  (consentChannels as readonly string[]).includes(code ?? '');
const isPurpose = (code: string | undefined): code is ConsentPurpose =>
  (consentPurposes as readonly string[]).includes(code ?? '');

function purposeOf({ provision }: ConsentResource): ConsentPurpose | undefined {
  for (const { system, code } of provision?.purpose ?? []) {
    if (system === purposeSystem && isPurpose(code)) return code;
    const known = purposesOfUse[code ?? ''];
    if (known) return known;
  }
  return undefined;
}

const codedIn = ({ provision }: ConsentResource, wanted: string): string | undefined =>
  (provision?.code ?? []).flatMap(({ coding }) => coding ?? []).find(({ system }) => system === wanted)?.code;

/** Only what was permitted and still is may count as a yes. */
const isGranted = ({ status, provision }: ConsentResource): boolean =>
  status === 'active' && provision?.type === 'permit';
const isOver = ({ status }: ConsentResource): boolean => status === 'inactive' || status === 'rejected';

/** An instant in UTC, so that events compare as text; else the day. */
const instantOr = (written: string | undefined, day: string): string =>
  written?.includes('T') && !Number.isNaN(Date.parse(written)) ? new Date(written).toISOString() : day;

const addressOf = (patient: ImportedPatient, channel: ConsentChannel): string | undefined =>
  channel === 'email' ? patient.email : channel === 'text' || channel === 'call' ? patient.phone : undefined;

/** A draft says neither yes nor no. */
function answerOf(resource: ConsentResource): 'grant' | 'deny' | undefined {
  if (isOver(resource)) return 'deny';
  if (isGranted(resource)) return 'grant';
  return resource.status === 'active' && resource.provision?.type === 'deny' ? 'deny' : undefined;
}

interface Said {
  readonly channel: ConsentChannel | undefined;
  readonly purpose: ConsentPurpose | undefined;
  readonly date: string;
  readonly wording: string;
  readonly address: string | undefined;
}

function saidIn(resource: ConsentResource, patient: ImportedPatient): Said {
  const code = codedIn(resource, channelSystem);
  const channel = isChannel(code) ? code : undefined;
  return {
    channel,
    purpose: purposeOf(resource),
    date: resource.dateTime?.slice(0, 10) ?? '',
    wording: resource.sourceAttachment?.title ?? resource.policyRule?.text ?? '',
    address: channel && addressOf(patient, channel),
  };
}

const hasNoAddress: readonly ConsentChannel[] = ['letter', 'social'];

/** Why a yes says too little to be one (R69). */
function missingIn({ channel, purpose, date, wording, address }: Said): string | undefined {
  if (!channel || !purpose || !date || !wording)
    return 'the consent does not say for which channel, for what, when and in which words';
  return address || hasNoAddress.includes(channel)
    ? undefined
    : 'the consent is for an address that its patient has not in the bundle';
}

/**
 * The consent event of a Consent resource. A yes needs its channel, its purpose, its date and its evidence (R69); a no without channel or
 * purpose is one to all. A draft is neither. Throws a reason for a yes that says too little.
 */
export function consentFrom(
  resource: ConsentResource,
  patient: ImportedPatient,
  { now }: FhirContext,
): Omit<ImportedRow, 'patient'> | undefined {
  const action = answerOf(resource);
  if (action === undefined) return undefined;
  const said = saidIn(resource, patient);
  const { channel = 'all', purpose = 'all', date, wording, address } = said;
  const missing = action === 'grant' ? missingIn(said) : undefined;
  if (missing) throw new Error(missing);
  const on = date ? importedDate(date, 'the date of the consent') : now.slice(0, 10);
  const since = isOver(resource) ? resource.meta?.lastUpdated : resource.dateTime;
  const event: ConsentEvent = {
    id: `fhir#${channel}#${purpose}#${date || 'undated'}#${action}`,
    patientId: patient.id,
    channel,
    purpose,
    action,
    occurredAt: instantOr(since, on),
    recordedAt: now,
    method: importedMethod(codedIn(resource, methodSystem) ?? ''),
    actor: 'import',
    ...(action === 'grant' && address ? { address } : {}),
    ...(wording ? { wording: { text: wording, source: 'FHIR' } } : {}),
  };
  return { consents: [event] };
}
