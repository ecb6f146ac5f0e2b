import type { RecallSetting, SettingPart } from '../recall/recall-item.ts';
import { same } from './merge-known.ts';
import type { Care, Patient, PatientRecord } from './patient.ts';
import type { Preferences } from './preferences.ts';
import { mergedFlags } from './unusable.ts';

export interface MergeActor {
  /** Staff member's id. */
  readonly by: string;
  /** ISO instant. */
  readonly now: string;
}

/** Closes the record that was merged away: nobody is written to by it any more. */
export const closingId = 'merged#away';

const unique = (texts: readonly (string | undefined)[]): readonly string[] => [
  ...new Set(texts.flatMap((text) => text ?? [])),
];

/** One patient of two: what ours does not say, theirs does; addresses that are not used any more lead to it all the same. */
export function mergedPatient(ours: Patient, theirs: Patient): Patient {
  const others = unique([
    ...(ours.otherAddresses ?? []),
    ...(theirs.otherAddresses ?? []),
    theirs.email,
    theirs.phone,
  ]).filter(
    (address) => address !== (ours.email ?? theirs.email) && address !== (ours.phone ?? theirs.phone),
  );
  const otherIds = unique([...(ours.otherIds ?? []), ...(theirs.otherIds ?? [])]).toSorted();
  const { mergedInto, invalid: wrongOfTheirs, unusable: unusableOfTheirs, ...said } = theirs;
  void [mergedInto, wrongOfTheirs, unusableOfTheirs];
  const { invalid: wrong, unusable, ...own } = ours;
  void [wrong, unusable];
  return {
    ...said,
    ...own,
    firstName: ours.firstName || theirs.firstName,
    lastName: ours.lastName || theirs.lastName,
    ...(ours.deceased || theirs.deceased ? { deceased: true } : {}),
    ...mergedFlags(ours, theirs),
    ...(others.length > 0 ? { otherAddresses: others } : {}),
    ...(otherIds.length > 0 ? { otherIds } : {}),
    mergedFrom: unique([...(ours.mergedFrom ?? []), ...(theirs.mergedFrom ?? []), theirs.id]),
  };
}

const later = (a: string | undefined, b: string | undefined): string | undefined =>
  a === undefined || (b !== undefined && b > a) ? b : a;

/** Who set what the newest lacks, or holds back for longer. */
function partsFrom(other: RecallSetting, newest: RecallSetting): RecallSetting['parts'] {
  const by = (part: SettingPart) => {
    const { reason, by: who, at } = other.parts?.[part] ?? other;
    return { [part]: { reason, by: who, at } };
  };
  return {
    ...(later(newest.snoozedUntil, other.snoozedUntil) === newest.snoozedUntil ? {} : by('snoozedUntil')),
    ...(other.disabled && !newest.disabled ? by('disabled') : {}),
  };
}

/** The newer of two settings of an item; what keeps somebody from being asked is kept of both. */
export function mergedSetting(ours: RecallSetting | undefined, theirs: RecallSetting): RecallSetting {
  if (!ours) return theirs;
  const newest = theirs.at > ours.at ? theirs : ours;
  const snoozedUntil = later(ours.snoozedUntil, theirs.snoozedUntil);
  const other = newest === ours ? theirs : ours;
  const parts = { ...newest.parts, ...partsFrom(other, newest) };
  return {
    ...newest,
    ...(Object.keys(parts).length > 0 ? { parts } : {}),
    patientId: ours.patientId,
    ...(snoozedUntil ? { snoozedUntil } : {}),
    ...(ours.disabled || theirs.disabled ? { disabled: true } : {}),
  };
}

/** Both wishes of how to be written to: what either forbids is forbidden, and only ways that both allow are left. */
export function mergedPreferences(ours: Preferences | undefined, theirs: Preferences): Preferences {
  if (!ours) return theirs;
  const { onlyBy: mine, ...rest } = { ...theirs, ...ours };
  void mine;
  const forbids = [...new Set([...(ours.forbids ?? []), ...(theirs.forbids ?? [])])];
  const topicsOff = [...new Set([...(ours.topicsOff ?? []), ...(theirs.topicsOff ?? [])])];
  const [only, other] = ours.onlyBy ? [ours.onlyBy, theirs.onlyBy] : [theirs.onlyBy, undefined];
  return {
    ...rest,
    ...(forbids.length > 0 ? { forbids } : {}),
    ...(topicsOff.length > 0 ? { topicsOff } : {}),
    ...(only ? { onlyBy: only.filter((channel) => !other || other.includes(channel)) } : {}),
  };
}

/** The care of two records that are one: nervous if either says so, with everybody who may ask for either. */
export function mergedCare(ours: Care | undefined, theirs: Care): Care {
  if (!ours) return theirs;
  const known = (person: Care['supportPersons'][number]): boolean =>
    ours.supportPersons.some((one) => same(one, person));
  return {
    ...ours,
    nervous: ours.nervous || theirs.nervous,
    ...(ours.contact === undefined && theirs.contact !== undefined ? { contact: theirs.contact } : {}),
    supportPersons: [
      ...ours.supportPersons,
      ...theirs.supportPersons.filter((person) => !known(person)),
    ].slice(0, 10),
  };
}

interface Entry {
  readonly patientId: string;
  readonly id: string;
}

/** Entries of theirs that ours lacks, as ours; one that shares an id with another entry gets an id of its own. */
export function brought<T extends Entry>(
  ours: readonly T[],
  theirs: readonly T[],
  patientId: string,
): readonly T[] {
  return theirs.flatMap((entry) => {
    const moved = { ...entry, patientId };
    const known = ours.find(({ id }) => id === entry.id);
    if (!known) return [moved];
    if (same(known, moved)) return [];
    const apart = { ...moved, id: `${entry.id}~${entry.patientId}` };
    return ours.some(({ id }) => id === apart.id) ? [] : [apart];
  });
}

/** Why two records cannot be merged, as a sentence. */
export function whyNotMerged(ours: PatientRecord, theirs: PatientRecord): string | undefined {
  if (ours.patient.id === theirs.patient.id) return 'Name another patient: this is the same one.';
  if (ours.patient.mergedInto) return 'This record was merged into another: merge into that one.';
  if (theirs.patient.mergedInto && theirs.patient.mergedInto !== ours.patient.id)
    return 'The other record was merged into somebody else already.';
  return ours.patient.erasedAt || theirs.patient.erasedAt
    ? 'An erased record is merged with nobody.'
    : undefined;
}
