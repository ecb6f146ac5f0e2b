import { currentRecord } from '../current-record.ts';
import type { ImportedRow } from '../imported.ts';
import type { KeepPorts, Known } from '../keep-patient.ts';
import type { Patient, PatientRecord } from '../patient.ts';
import { redirected } from '../redirected.ts';
import { placeOf } from './bundle-entries.ts';
import type { Who } from './bundle-patients.ts';
import { isOther } from './naming.ts';
import type { BroughtEntry, ReadEntry } from './read-bundle.ts';

type Ports = Pick<KeepPorts, 'patients' | 'contactKeys'>;

type Asked = Pick<Who, 'patient' | 'given' | 'naming' | 'person'>;

interface Told {
  readonly entry: number;
  readonly reason: string;
}

/** Whose a row is: of somebody who is known or new (`to`), or the reason why it is nobody's. */
type Placed = { readonly to: Pick<Patient, 'id' | 'schema' | 'externalId'>; readonly warning?: string };

const strangerReason = 'its patient is not in the bundle and not known here';
const severalReason =
  'its patient is named by what several patients here have: merge them, or name the patient by the record number';
const replacedReason =
  'this patient’s record was replaced by another one in the practice’s own system: what comes of it is kept with that one';
const bothReason =
  'this patient’s record was replaced by another one in the practice’s own system, and both are known here: merge them';

/** `Patient/7`: it does not say on which server. */
const isPlain = (name: string): boolean => name.startsWith('Patient/');

/** `Appointment/7`, the same of an entry. */
const isEntry = (name: string): boolean => /^(Appointment|Procedure)\//.test(name);

/** Whether a name such as `Patient/7` can be that of somebody who is known: on another server somebody else is 7. */
function isOfServer({ otherIds = [] }: Patient, name: string, names: readonly string[]): boolean {
  const isFull = (one: string): boolean => one.endsWith(`/${name}`);
  const known = otherIds.filter(isFull);
  const meant = names.filter(isFull);
  return known.length === 0 || meant.length === 0 || meant.some((one) => known.includes(one));
}

/** Whether what a server calls so can be of somebody who is known: not where they are known to others only. */
function isByServer({ otherIds = [] }: Patient, base: string | undefined): boolean {
  const servers = otherIds.flatMap((name) => placeOf(name)?.base ?? []);
  return base === undefined || servers.length === 0 || servers.includes(base);
}

/** Of two who both have record numbers an id says nothing, where the server is not known: numbers tell people apart better. */
const isSameNumber = ({ externalId }: Patient, name: string, { patient, given }: Asked): boolean =>
  !given || name === `Patient/${externalId}` || name === `Patient/${patient.externalId}`;

/** The patients here who go by one name. */
async function called(
  name: string,
  isMeant: (patient: Patient) => boolean,
  { patients, contactKeys }: Ports,
): Promise<readonly PatientRecord[]> {
  const links = await patients.byAddress(await contactKeys({ names: [name] }));
  const records = await Promise.all(links.map(({ id }) => currentRecord(patients, id)));
  const found = records
    .filter((record) => record !== undefined)
    .filter(({ patient }) => !patient.erasedAt && isMeant(patient));
  return [...new Map(found.map((record) => [record.patient.id, record])).values()];
}

/** Who of the patients here goes by one of these names; the first name that leads to anybody counts. Throws a reason where it leads to several. */
async function ownerOf(
  names: readonly string[],
  asked: Asked,
  ports: Ports,
): Promise<PatientRecord | undefined> {
  for (const name of names) {
    const isMeant = (patient: Patient): boolean =>
      isPlain(name)
        ? isOfServer(patient, name, names) && isSameNumber(patient, name, asked)
        : !isEntry(name) || isByServer(patient, asked.naming?.base);
    const [owner, ...others] = await called(name, isMeant, ports);
    if (others.length > 0) throw new Error(severalReason);
    if (owner) return owner;
  }
  return undefined;
}

/** The one patient here of this name and birth date. */
async function namesake(person: Known, ports: Ports): Promise<PatientRecord | undefined> {
  const links = await ports.patients.byAddress(await ports.contactKeys(person));
  const own = links.filter(({ relation }) => relation === undefined);
  if (own.length > 1) throw new Error(severalReason);
  return own[0] && currentRecord(ports.patients, own[0].id);
}

/** Somebody who is known here, by what is said of them: full names first. */
async function knownAs(asked: Asked, ports: Ports): Promise<PatientRecord | undefined> {
  const { patient, given, naming, person } = asked;
  const { otherIds = [] } = patient;
  const names = naming?.names ?? otherIds.toSorted((a, b) => Number(isPlain(a)) - Number(isPlain(b)));
  const byNumber = async () => {
    const record = await ports.patients.record(patient.id);
    return record && !given && isOther(record.patient, names) ? undefined : record;
  };
  const byName = () => ownerOf(names, asked, ports);
  const [first, second] = given ? [byNumber, byName] : [byName, byNumber];
  return (await first()) ?? (await second()) ?? (person && (await namesake(person, ports)));
}

/** Of each patient of a bundle the record that they have here, each looked up once. */
function places(entries: readonly BroughtEntry[], ports: Ports) {
  const given = new Map<string, Who>();
  const replaced = new Map<string, Who>();
  for (const { row, patientGiven, person, replacedBy } of entries) {
    const { patient } = row;
    const before = given.get(patient.id)?.patient.otherIds ?? [];
    const otherIds = [...new Set([...before, ...(patient.otherIds ?? [])])].toSorted();
    const who = { patient: { ...patient, otherIds }, given: true, ...(person ? { person } : {}) };
    if (patientGiven) given.set(patient.id, who);
    if (replacedBy) replaced.set(patient.id, replacedBy);
  }
  const asked = new Map<string, Promise<Placed | undefined>>();

  /** Who is in the place of a record that was replaced. */
  async function heirOf({ patient, given: isGiven }: Who): Promise<Placed['to'] | undefined> {
    const heir = isGiven ? replaced.get(patient.id) : undefined;
    const to = heir && (await place(heir))?.to;
    return to?.id === patient.id ? undefined : to;
  }

  async function find(who: Who): Promise<Placed | undefined> {
    const known = (await knownAs(who, ports))?.patient;
    const heir = await heirOf(who);
    if (heir && (!known || known.id === heir.id)) return { to: heir, warning: replacedReason };
    if (known) return { to: known, ...(heir ? { warning: bothReason } : {}) };
    return who.given ? { to: who.patient } : undefined;
  }

  function place(who: Who): Promise<Placed | undefined> {
    const own = who.given ? (given.get(who.patient.id) ?? who) : who;
    const key = JSON.stringify([who.patient.id, who.given, who.naming]);
    const before = asked.get(key);
    if (before) return before;
    const answer = find(own);
    asked.set(key, answer);
    return answer;
  }
  return place;
}

/** A row as that of the patient it belongs to: what it says of them is said of that record. */
function movedTo(row: ImportedRow, { to, warning }: Placed, isReplaced: boolean): ImportedRow {
  const warnings = [...(row.warnings ?? []), ...(warning && isReplaced ? [warning] : [])];
  const told = warnings.length > 0 ? { warnings } : {};
  if (to.id === row.patient.id) return { ...row, ...told };
  const { id, schema, externalId } = to;
  const { otherIds, ...said } = row.patient;
  // Who was replaced is not who is there now; only their names lead there.
  const patient = warning === replacedReason ? {} : said;
  return {
    ...redirected(row, to),
    ...told,
    patient: { ...patient, ...(otherIds ? { otherIds } : {}), id, schema, externalId },
  };
}

export interface Whose {
  readonly kept: readonly { readonly row: ImportedRow; readonly entry: number }[];
  readonly warnings: readonly Told[];
  readonly errors: readonly Told[];
}

/** Entries looked up at the same time, as there may be thousands. */
const atOnce = 20;

const orderOf = ({ version = '', row }: BroughtEntry): string => `${version} ${JSON.stringify(row)}`;

async function placed(
  one: BroughtEntry,
  place: ReturnType<typeof places>,
): Promise<Placed | Told | undefined> {
  const { entry, row, patientGiven, naming, person } = one;
  const who = {
    patient: row.patient,
    given: patientGiven,
    ...(naming ? { naming } : {}),
    ...(person ? { person } : {}),
  };
  try {
    return await place(who);
  } catch (error) {
    return { entry, reason: (error as Error).message };
  }
}

/** Whoever may be a patient and is none that is known took part beside one who is; where nobody is known, one of them was the patient. */
const strangers = (unknown: readonly BroughtEntry[], found: ReadonlySet<number>): readonly Told[] => {
  const entries = unknown.filter(({ maybe, entry }) => !(maybe && found.has(entry)));
  const reasons = new Map(entries.map(({ entry, otherwise }) => [entry, otherwise ?? strangerReason]));
  return [...reasons].map(([entry, reason]) => ({ entry, reason }));
};

/**
 * Whose the entries of a bundle are: patients whom it brings, by their record number or by what a bundle before called them, and patients who are
 * known here. The rows come in the order in which they were so, whatever the order of the entries; what is nobody's has a reason.
 */
export async function whoseEntries(entries: readonly ReadEntry[], ports: Ports): Promise<Whose> {
  const brought = entries
    .filter((one): one is BroughtEntry => 'row' in one)
    .map((one) => ({ one, order: orderOf(one) }))
    .toSorted((a, b) => (a.order < b.order ? -1 : a.order > b.order ? 1 : 0))
    .map(({ one }) => one);
  const place = places(brought, ports);
  const answers: Awaited<ReturnType<typeof placed>>[] = [];
  for (let at = 0; at < brought.length; at += atOnce)
    answers.push(...(await Promise.all(brought.slice(at, at + atOnce).map((one) => placed(one, place)))));
  const kept: { row: ImportedRow; entry: number }[] = [];
  const errors: Told[] = entries.flatMap((one) => ('reason' in one ? [one] : []));
  const unknown: BroughtEntry[] = [];
  for (const [index, one] of brought.entries()) {
    const answer = answers[index];
    if (answer === undefined) unknown.push(one);
    else if ('reason' in answer) errors.push(answer);
    else kept.push({ entry: one.entry, row: movedTo(one.row, answer, one.replacedBy !== undefined) });
  }
  errors.push(...strangers(unknown, new Set(kept.map(({ entry }) => entry))));
  return {
    kept,
    errors: errors.toSorted((a, b) => a.entry - b.entry),
    warnings: kept
      .flatMap(({ entry, row: { warnings = [] } }) => warnings.map((reason) => ({ entry, reason })))
      .toSorted((a, b) => a.entry - b.entry),
  };
}
