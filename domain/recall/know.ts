import type { AddressConsent } from '../consent/consent-event.ts';
import type { Suppression } from '../consent/question.ts';
import { addressed } from '../patient/guardian.ts';
import type { PatientRecord } from '../patient/patient.ts';
import type { Practice } from '../practice/practice.ts';
import { daysAfter, localDay } from './local-day.ts';
import type { Outreach } from './outreach.ts';
import type { Known, Standing } from './recipient.ts';
import type { Touch } from './touch.ts';
import { zoneOf } from './zones.ts';

/** Keys of a patient's addresses; none stands in the clear. */
export interface AddressKeys {
  readonly email?: string;
  readonly phone?: string;
  readonly post?: string;
}

export interface KnowPorts {
  readonly outreach: Outreach;
  readonly practice: Practice;
  readonly addressKeys: (record: PatientRecord) => Promise<AddressKeys>;
  readonly standing: (keys: AddressKeys) => Promise<Standing>;
  /** What somebody with one of these addresses took back (R69). */
  readonly addressConsents: (keys: AddressKeys) => Promise<readonly AddressConsent[]>;
  readonly heldOut: (record: PatientRecord) => Promise<boolean>;
}

/** Sends of a month below which a rate says nothing (R21). */
const enoughSends = 500;
const monthDays = 31;
/** A touch may have left so much later than on the day it was planned for. */
export const longestWaitDays = 30;

/** Complaints and bounces of the practice's marketing mail in the last month; nothing when too little was sent. */
export async function ratesOf(outreach: Pick<Outreach, 'countsSince'>, now: string): Promise<Known['rates']> {
  const { sent, bounced, complained } = await outreach.countsSince(daysAfter(now.slice(0, 10), -monthDays));
  return sent < enoughSends ? {} : { complaintRate: complained / sent, bounceRate: bounced / sent };
}

/** A patient's record with what was said by their addresses, also before anybody knew them by it. */
const withAddressConsents = (record: PatientRecord, found: readonly AddressConsent[]): PatientRecord => ({
  ...record,
  consents: [...record.consents, ...found.map((event) => ({ ...event, patientId: record.patient.id }))],
});

/** Every id under which a patient was contacted: theirs, and those of records that were merged into it. */
const idsOf = ({ patient: { id, mergedFrom = [] } }: Pick<PatientRecord, 'patient'>): readonly string[] => [
  id,
  ...mergedFrom,
];

/** A patient's touches since a local day, also those of records that were merged into theirs: one person, one ledger (R5). */
export const touchesOf = async (
  outreach: Pick<Outreach, 'touches'>,
  record: Pick<PatientRecord, 'patient'>,
  since: string,
): Promise<readonly Touch[]> =>
  (await Promise.all(idsOf(record).map((id) => outreach.touches(id, since)))).flat();
/** Since which local day the ledger is read: what caps count, and whatever an open episode has had so far. */
const ledgerSince = ({ items }: PatientRecord, since: string): string =>
  items
    .filter(({ state }) => state === 'open')
    .flatMap(({ firstOn, attemptedOn }) => firstOn ?? attemptedOn ?? [])
    .reduce((first, on) => (on < first ? on : first), since);

const later = (a: string | undefined, b: string | undefined): string | undefined =>
  a === undefined || (b !== undefined && b > a) ? b : a;

/** What stands between the practice and either of two people. */
function both(one: Standing, other: Standing): Standing {
  const cases = [one, other].filter(({ openCase }) => openCase);
  const adverseEventClosedOn = later(one.adverseEventClosedOn, other.adverseEventClosedOn);
  const lastInquiryOn = later(one.lastInquiryOn, other.lastInquiryOn);
  return {
    openInquiry: one.openInquiry || other.openInquiry,
    openCase: cases.length > 0,
    ...(one.seeksReassurance || other.seeksReassurance ? { seeksReassurance: true as const } : {}),
    ...(cases.length > 0 && cases.every(({ unprovedCase }) => unprovedCase) ? { unprovedCase: true } : {}),
    ...(adverseEventClosedOn ? { adverseEventClosedOn } : {}),
    ...(lastInquiryOn ? { lastInquiryOn } : {}),
  };
}

/** What is open about a patient, whoever wrote of it: they, or the guardian whom it goes to at `now` (ISO). */
export async function standingAbout(
  { addressKeys, standing, practice }: Pick<KnowPorts, 'addressKeys' | 'standing' | 'practice'>,
  record: PatientRecord,
  now: string,
): Promise<Standing> {
  const { record: written, guardian } = addressed(record, localDay(now, zoneOf(record.patient, practice)));
  const own = await standing(await addressKeys(record));
  return guardian ? both(own, await standing(await addressKeys(written))) : own;
}

/** Everything that is asked of one patient before a contact. `rates` are the practice's, read once a run. */
export async function know(
  ports: KnowPorts,
  known: PatientRecord,
  now: string,
  rates: Known['rates'],
): Promise<Known> {
  const { outreach } = ports;
  const day = localDay(now, zoneOf(known.patient, ports.practice));
  const { record, guardian } = addressed(known, day);
  const keys = await ports.addressKeys(record);
  const since = daysAfter(now.slice(0, 10), -monthDays);
  const suppressed = async (address: Suppression['address'], key: string | undefined) =>
    key === undefined ? [] : outreach.suppressions(key, address);
  const [touches, standing, email, phone, post, numberContacts, heldOut, byAddress] = await Promise.all([
    touchesOf(outreach, record, ledgerSince(record, daysAfter(since, -longestWaitDays))),
    standingAbout(ports, known, now),
    suppressed('email', keys.email),
    suppressed('phone', keys.phone),
    suppressed('post', keys.post),
    keys.phone === undefined ? [] : outreach.contactsOf(keys.phone, since, idsOf(record)),
    ports.heldOut(record),
    ports.addressConsents(keys),
  ]);
  return {
    record: withAddressConsents(record, byAddress),
    ...(guardian ? { guardian } : {}),
    touches,
    standing,
    suppressed: [...email, ...phone, ...post],
    numberContacts,
    heldOut,
    rates,
  };
}
