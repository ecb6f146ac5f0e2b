import type { ConsentEvent } from '../consent/consent-event.ts';
import type { Language } from '../inquiry/inquiry.ts';
import type { PatientRecord } from './patient.ts';

/** What somebody is to a minor, by the roles that FHIR's RelatedPerson names. */
export const relationships = [
  'mother',
  'father',
  'parent',
  'guardian',
  'foster-parent',
  'step-parent',
  'grandparent',
  'guarantor',
  'other',
] as const;
export type Relationship = (typeof relationships)[number];

/** Who may speak for a minor (45 CFR 164.502(g)), as it was recorded last. */
export interface Guardian {
  readonly patientId: string;
  readonly name: string;
  readonly relationship: Relationship;
  /** E.164, lower case: as normalised. */
  readonly phone?: string;
  readonly email?: string;
  readonly language?: Language;
  /** The practice knows that they may act for the minor; who only pays, or is only related, is not contacted by itself. */
  readonly represents: boolean;
  /** The minor consents to this care alone under the law of the state (164.502(g)(3)): the guardian is told nothing of it. */
  readonly minorConsentsAlone?: boolean;
  /** How it is known: the paper, who was there, or the system it came from. */
  readonly evidence: string;
  /** Another guardian, of a record that was merged into this one: until staff say who it is, nobody is contacted. */
  readonly disputedBy?: string;
  /** Staff member's id, or `import`. */
  readonly by: string;
  /** ISO instant. */
  readonly at: string;
}

/** That somebody wrote like a minor (R36); it holds until staff take it away with a reason, or a birth date says more. */
export interface MinorMark {
  readonly patientId: string;
  /** The message that says so; absent where staff said it. */
  readonly messageId?: string;
  readonly inquiryId?: string;
  /** ISO instant, and who: `heard`, or a staff member's id. */
  readonly at: string;
  readonly by: string;
  readonly reason?: string;
  /** Taken away again: by whom, when and why. */
  readonly cleared?: { readonly by: string; readonly at: string; readonly reason: string };
}

/** Of these an import says enough; of others staff have to. */
const parental: readonly Relationship[] = ['mother', 'father', 'parent', 'guardian', 'foster-parent'];
/** Whether somebody acts for a minor by what they are to them, without staff saying so. */
export const representsBy = (relationship: Relationship): boolean => parental.includes(relationship);

const legalAge = 18;
/** Local date of the eighteenth birthday: from then on somebody is of age. */
export const ofAgeOn = (birthDate: string): string =>
  `${`${Number(birthDate.slice(0, 4)) + legalAge}`.padStart(4, '0')}${birthDate.slice(4).replace('-02-29', '-03-01')}`;

/** Whether somebody is under 18 on a local day: by the birth date, or while none is known by how they wrote (R36). */
export function isMinorOn(
  { patient, minorMark }: Pick<PatientRecord, 'patient' | 'minorMark'>,
  day: string,
): boolean {
  if (patient.birthDate !== undefined) return day < ofAgeOn(patient.birthDate);
  return minorMark !== undefined && minorMark.cleared === undefined;
}

/** Whether the guardian may be contacted at all: they act for the minor, by an address of their own. */
export const mayBeContacted = (guardian: Guardian): boolean =>
  guardian.represents &&
  guardian.minorConsentsAlone !== true &&
  guardian.disputedBy === undefined &&
  (guardian.phone !== undefined || guardian.email !== undefined);

const isNo = ({ action }: ConsentEvent): boolean => action === 'deny' || action === 'revoke';

/** What the guardian agreed to for the minor, by their own address, and whatever the record denies of itself. A child who has the same number agrees to nothing. */
function consentsOf({ consents }: PatientRecord, { phone, email }: Guardian): readonly ConsentEvent[] {
  const isTheirs = (event: ConsentEvent): boolean =>
    event.address === undefined
      ? event.actor === 'guardian' || isNo(event)
      : (event.address === phone || event.address === email) && (event.actor === 'guardian' || isNo(event));
  return consents.filter(isTheirs);
}

/** Who has come of age speaks for themself: what a guardian agreed to before holds no longer, also where it was for the number that they have. What was refused stays so. */
function ofAge(record: PatientRecord, day: string): PatientRecord {
  const { birthDate } = record.patient;
  const since = birthDate === undefined ? undefined : ofAgeOn(birthDate);
  if (since === undefined || day < since) return record;
  const hasLapsed = (event: ConsentEvent): boolean =>
    event.actor === 'guardian' && !isNo(event) && event.occurredAt.slice(0, 10) < since;
  if (!record.consents.some(hasLapsed)) return record;
  return { ...record, consents: record.consents.filter((event) => !hasLapsed(event)) };
}

/** A record as whoever is written to stands in it. */
export interface Addressed {
  readonly record: PatientRecord;
  readonly guardian?: Guardian;
}

/**
 * Whom what is about a patient is written to on a local day: the patient, or of a minor the guardian, with the guardian's name, addresses,
 * language and consent in the place of the patient's. For asking and writing, never for storing.
 */
export function addressed(record: PatientRecord, day: string): Addressed {
  const { guardian, patient } = record;
  if (!isMinorOn(record, day)) return { record: ofAge(record, day) };
  if (!guardian || !mayBeContacted(guardian)) return { record };
  const { email, phone, postal, invalid, unusable, otherAddresses, ...rest } = patient;
  void [email, phone, postal, invalid, unusable, otherAddresses];
  const { preferences } = record;
  const { language: spoken, ...wishes } = preferences ?? { patientId: patient.id, at: '', by: '' };
  void spoken;
  const written: PatientRecord = {
    ...record,
    patient: {
      ...rest,
      firstName: guardian.name.split(/ +/)[0] ?? guardian.name,
      language: guardian.language ?? patient.language,
      ...(guardian.email ? { email: guardian.email } : {}),
      ...(guardian.phone ? { phone: guardian.phone } : {}),
    },
    consents: consentsOf(record, guardian),
    ...(preferences ? { preferences: wishes } : {}),
  };
  return { record: written, guardian };
}

/** Everybody who may ask for a patient, by the address that they write from. */
export const speakersOf = ({
  care,
  guardian,
}: Pick<PatientRecord, 'care' | 'guardian'>): readonly {
  readonly relation: string;
  readonly phone?: string;
  readonly email?: string;
}[] => [
  ...(care?.supportPersons ?? []),
  ...(guardian ? [{ ...guardian, relation: guardian.relationship }] : []),
];

/** The guardian of two records that are one: where both name somebody else, nobody until staff say who. What holds back is kept of both. */
export function mergedGuardian(ours: Guardian | undefined, theirs: Guardian, patientId: string): Guardian {
  if (!ours) return { ...theirs, patientId };
  const isSame =
    ours.name.toLowerCase() === theirs.name.toLowerCase() &&
    ours.phone === theirs.phone &&
    ours.email === theirs.email;
  const disputedBy = ours.disputedBy ?? theirs.disputedBy ?? (isSame ? undefined : theirs.name);
  return {
    ...ours,
    represents: ours.represents && theirs.represents,
    ...(ours.minorConsentsAlone || theirs.minorConsentsAlone ? { minorConsentsAlone: true } : {}),
    ...(disputedBy === undefined ? {} : { disputedBy }),
  };
}

/** The mark of two records that are one: one that stands holds, whatever was cleared of the other. */
export function mergedMark(
  ours: MinorMark | undefined,
  theirs: MinorMark,
  { patientId, now }: { readonly patientId: string; readonly now: string },
): MinorMark {
  if (ours && (ours.cleared === undefined || theirs.cleared !== undefined)) return ours;
  // Newer than what was cleared, so that it counts.
  return { ...theirs, patientId, ...(ours ? { at: now } : {}) };
}
