import { higher, isEmergency } from '../escalation/choose-policy.ts';
import type { Patient, PatientRecord } from '../patient/patient.ts';
import type { Patients } from '../patient/patients.ts';
import { onlyToxin } from '../patient/toxin.ts';
import { type TreatmentWindow, windowOfSender } from '../patient/treatment-window.ts';
import { localDay } from '../recall/local-day.ts';
import type { TreatmentType } from '../recall/recall-rules.ts';
import type { Arrival } from './arrival.ts';
import type { KnownPerson } from './clinical-note.ts';
import type { Elsewhere } from './elsewhere.ts';
import type { Language, Level } from './inquiry.ts';
import { addressTexts } from './proved-addresses.ts';

/** What the practice knows of whoever writes from an address; of several people who share one, the most careful of each. */
export interface KnownSender {
  readonly postTreatment?: TreatmentWindow;
  /** The address is one patient's, whom toxin alone was lately given, as far as the record goes (R53, F5). */
  readonly onlyToxin?: true;
  /** Flagged by staff: a named person calls the same day (R67). */
  readonly nervous?: boolean;
  /** The member whom the patient knows by name: who staff say, else who usually treats them; of an address that is one patient's. */
  readonly namedContact?: string;
  /** Writes for a patient: the relation that staff recorded, such as spouse. */
  readonly onBehalf?: string;
  /** What the record says that they speak, of an address that is one patient's. */
  readonly language?: Language;
  /** Whom the address leads to. */
  readonly people?: readonly KnownPerson[];
}

/** A number that a whole family gives leads to many; nobody reads more notes than these. */
const mostPeople = 5;

const atLeast: Readonly<Record<TreatmentWindow, Level>> = { hot: 'U', watch: 'S' };

const personOf = ({
  record,
  relation,
}: {
  readonly record: PatientRecord;
  readonly relation?: string;
}): KnownPerson => ({ patientId: record.patient.id, ...(relation === undefined ? {} : { relation }) });

function contactIn({ care, patient }: PatientRecord): Pick<KnownSender, 'namedContact'> {
  const namedContact = care?.contact ?? patient.provider;
  return namedContact === undefined ? {} : { namedContact };
}

/** What is known of a sender from the records that an address leads to; `supporting` are those whom this address supports. */
export function knownSender(
  records: readonly { readonly record: PatientRecord; readonly relation?: string }[],
  types: readonly TreatmentType[],
  { now, zone }: { readonly now: string; readonly zone: string },
): KnownSender {
  const today = localDay(now, zone);
  const windows = records.map(({ record }) => windowOfSender(today, record.treatments, types));
  const postTreatment = windows.includes('hot') ? 'hot' : windows.find((window) => window !== undefined);
  const onBehalf = records.find(({ relation }) => relation !== undefined)?.relation;
  const [only] = records.length === 1 ? records : [];
  return {
    ...(only ? { language: only.record.patient.language } : {}),
    ...(only ? contactIn(only.record) : {}),
    ...(postTreatment ? { postTreatment } : {}),
    ...(only && onlyToxin(today, only.record.treatments, types) ? { onlyToxin: true as const } : {}),
    ...(records.some(({ record }) => record.care?.nervous) ? { nervous: true } : {}),
    ...(onBehalf ? { onBehalf } : {}),
    ...(records.length > 0 ? { people: records.slice(0, mostPeople).map(personOf) } : {}),
  };
}

const raisedBy = (level: Level, window: TreatmentWindow | undefined): Level =>
  window ? higher(level, atLeast[window]) : level;

/** Words that may be of either language are taken for the one on record, where it tells nobody anything of an address that they only typed. */
function inKnownLanguage(arrival: Arrival, { language }: KnownSender): Arrival {
  if (!arrival.languageInDoubt || arrival.typed || language === undefined) return arrival;
  const { languageInDoubt: _doubt, ...rest } = arrival;
  return { ...rest, language };
}

/**
 * A lid that hangs, and nothing else, after toxin as the only treatment on record is urgent and no emergency (R53, F5): asked of those alone who have
 * proved to have the address.
 */
function withoutLidOfToxin(arrival: Arrival, own: KnownSender): Arrival {
  const lid = arrival.assessment.alone === 'lid-droop';
  return lid && own.onlyToxin && own.onBehalf === undefined && !arrival.typed
    ? { ...arrival, assessment: { level: 'U', flags: ['F5'] } }
    : arrival;
}

/**
 * A message from somebody who is known: inside a window it is at least urgent, or a clinical question (R64). `own` is what is known of those of the
 * addresses that the sender has, not only names. Where more is known of the others, or the answer may go to another address than the one that is
 * known because several were typed, it says nothing of that: the level without it is kept for it.
 */
export function fromKnown(given: Arrival, known: KnownSender, own: KnownSender = known): Arrival {
  const { language: _spoken, onlyToxin: _toxin, ...sender } = known;
  const arrival = withoutLidOfToxin(inKnownLanguage(given, own), own);
  const { postTreatment } = sender;
  if (!postTreatment) return { ...arrival, ...sender };
  const { level, flags } = arrival.assessment;
  const raised = raisedBy(level, postTreatment);
  const assessment = raised === level ? arrival.assessment : { level: raised, flags: [...flags, 'R64'] };
  const several = arrival.typed && addressTexts(arrival.contact).length > 1;
  const shown = several ? undefined : own.postTreatment;
  const ownLevel = shown === postTreatment ? {} : { ownLevel: raisedBy(level, shown) };
  return { ...arrival, ...sender, assessment, ...ownLevel };
}

export interface RecognisePorts {
  readonly patients: Pick<Patients, 'byAddress' | 'record'>;
  readonly types: readonly TreatmentType[];
  /** What a patient wrote in all their conversations (elsewhere.ts). */
  readonly conversations?: (patient: Patient) => Promise<readonly Elsewhere[]>;
  /** Told when an emergency goes on without what is known of its sender. */
  readonly unknown: (error: unknown) => void;
}

async function senderOf(
  { addressKeys, location }: Pick<Arrival, 'addressKeys' | 'location'>,
  ports: RecognisePorts,
  now: string,
) {
  const found = await ports.patients.byAddress(addressKeys);
  const records = await Promise.all(
    found.map(async ({ id, relation }) => ({ record: await ports.patients.record(id), relation })),
  );
  const known = records.flatMap(({ record, relation }) =>
    record ? [{ record, ...(relation ? { relation } : {}) }] : [],
  );
  const [only] = known.length === 1 ? known : [];
  const sender = knownSender(known, ports.types, { now, zone: location.zone });
  // Who asks for a patient has written from no address of theirs.
  return { sender, patient: only?.relation === undefined ? only?.record.patient : undefined };
}

/** Of who shares an address nobody knows whose symptoms they were. */
async function saidElsewhere(
  patient: Patient | undefined,
  { conversations }: RecognisePorts,
): Promise<Pick<Arrival, 'elsewhere'>> {
  const elsewhere = patient && conversations ? await conversations(patient) : [];
  return elsewhere.length > 0 ? { elsewhere } : {};
}

/**
 * Whoever writes or calls may be a patient who was treated lately, is nervous, or has somebody who asks for them. Review is for people to
 * judge; an emergency does not wait for what is known of its sender. `now` is an ISO instant.
 */
export async function recognised(arrival: Arrival, ports: RecognisePorts, now: string): Promise<Arrival> {
  if (arrival.review !== undefined || arrival.addressKeys.length === 0) return arrival;
  try {
    const all = await senderOf(arrival, ports, now);
    const { sender } = all;
    const { toldKeys = [], location } = arrival;
    const proved = arrival.addressKeys.filter((key) => !toldKeys.includes(key));
    const own = toldKeys.length > 0 ? await senderOf({ addressKeys: proved, location }, ports, now) : all;
    // HELP from somebody who was treated lately may mean just that.
    const { keyword, ...rest } = arrival;
    if (keyword && !sender.postTreatment) return arrival;
    // What is only told in a chat leads to nobody's symptoms.
    return { ...fromKnown(rest, sender, own.sender), ...(await saidElsewhere(own.patient, ports)) };
  } catch (error) {
    if (!isEmergency(arrival.assessment.level)) throw error;
    ports.unknown(error);
    return arrival;
  }
}
