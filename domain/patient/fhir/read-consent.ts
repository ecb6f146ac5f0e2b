import {
  type ConsentChannel,
  type ConsentEvent,
  type ConsentPurpose,
  consentChannels,
  consentPurposes,
} from '../../consent/consent-event.ts';
import { importedDate, importedMethod } from '../import-values.ts';
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

/**
 * The consent event of a Consent resource. A yes needs its channel, its purpose, its date and its evidence (R69); a no without channel or
 * purpose is one to all. A draft is neither. Throws a reason for a yes that says too little.
 */
export function consentFrom(
  resource: ConsentResource,
  patient: ImportedPatient,
  { now }: FhirContext,
): Omit<ImportedRow, 'patient'> | undefined {
  const granted = isGranted(resource);
  if (!granted && !isOver(resource) && resource.provision?.type !== 'deny') return undefined;
  if (!granted && !isOver(resource) && resource.status !== 'active') return undefined;
  const channel = codedIn(resource, channelSystem);
  const purpose = purposeOf(resource);
  const wording = resource.sourceAttachment?.title ?? resource.policyRule?.text ?? '';
  const date = resource.dateTime?.slice(0, 10) ?? '';
  if (granted && !(isChannel(channel) && purpose && date && wording))
    throw new Error('the consent does not say for which channel, for what, when and in which words');
  const on = date ? importedDate(date, 'the date of the consent') : now.slice(0, 10);
  const address = granted && isChannel(channel) ? addressOf(patient, channel) : undefined;
  if (granted && channel !== 'letter' && channel !== 'social' && !address)
    throw new Error('the consent is for an address that its patient has not in the bundle');
  const method = codedIn(resource, methodSystem) ?? '';
  const event: ConsentEvent = {
    id: `fhir#${channel ?? 'all'}#${purpose ?? 'all'}#${date || 'undated'}#${granted ? 'grant' : 'deny'}`,
    patientId: patient.id,
    channel: isChannel(channel) ? channel : 'all',
    purpose: purpose ?? 'all',
    action: granted ? 'grant' : 'deny',
    // When it ended is rarely said: then it ended now, which allows least.
    occurredAt: instantOr(isOver(resource) ? resource.meta?.lastUpdated : resource.dateTime, on),
    recordedAt: now,
    method: importedMethod(method),
    actor: 'import',
    ...(address ? { address } : {}),
    ...(wording ? { wording: { text: wording, source: 'FHIR' } } : {}),
  };
  return { consents: [event] };
}
