import { localDay } from '../recall/local-day.ts';
import { zoneOf } from '../recall/zones.ts';
import { type Guardian, ofAgeOn, type Relationship, representsBy, speakersOf } from './guardian.ts';
import type { KeepPorts } from './keep-patient.ts';
import { same } from './merge-known.ts';
import type { Patient, PatientRecord } from './patient.ts';
import { relinkSupport } from './support-links.ts';

type Ports = Pick<KeepPorts, 'patients' | 'contactKeys'>;
type Known = Pick<PatientRecord, 'care' | 'guardian'>;

/** What another system says of a guardian. */
export type ImportedGuardian = Pick<Guardian, 'name' | 'relationship' | 'phone' | 'email' | 'language'>;

/** Stores a guardian, or with undefined that there is none, and makes the patient findable by the guardian's addresses and no more by those before. */
export async function keepGuardian(
  ports: Ports,
  patientId: string,
  known: Known,
  guardian: Guardian | undefined,
): Promise<void> {
  const { care } = known;
  const now = speakersOf({ ...(care ? { care } : {}), ...(guardian ? { guardian } : {}) });
  await relinkSupport(ports, patientId, { before: speakersOf(known), now });
  await (guardian ? ports.patients.saveGuardian(guardian) : ports.patients.removeGuardian(patientId));
}

const words: readonly (readonly [RegExp, Relationship])[] = [
  [/step|madrastra|padrastro|\bstp/, 'step-parent'],
  [/foster|acogida|\bprnfost/, 'foster-parent'],
  [/grand|abuel|\bgrp?r?n|\bgrmth|\bgrfth/, 'grandparent'],
  [/\b(mother|mom|mum|mami|madre|mth|nmth|adoptm)\b/, 'mother'],
  [/\b(father|dad|padre|fth|nfth|adoptf)\b/, 'father'],
  [/guardian|\bguard\b|tutor|custod/, 'guardian'],
  [/parent|\bprn\b|papas/, 'parent'],
  [/guarantor|responsible|payer|subscriber|fiador/, 'guarantor'],
];

/** The relationship that a word or a code of another system names; undefined for the patient themself, `other` for what says nothing of it. */
export function relationshipNamed(written: string): Relationship | undefined {
  const plain = written.toLowerCase().trim();
  if (/^(self|patient|same|onself|yo|paciente)$/.test(plain)) return undefined;
  return words.find(([pattern]) => pattern.test(plain))?.[1] ?? 'other';
}

/** Whether an import's word of a guardian is kept: of nobody who is of age, and never over what staff recorded. */
function isWanted(patient: Patient, known: Known, news: ImportedGuardian, today: string): boolean {
  if (patient.birthDate !== undefined && ofAgeOn(patient.birthDate) <= today) return false;
  const own = `${patient.firstName} ${patient.lastName}`.trim().toLowerCase();
  return news.name.toLowerCase() !== own && (known.guardian === undefined || known.guardian.by === 'import');
}

/**
 * Rows of one patient with one guardian at most: of several (a mother and a father, and who pays) the one who is known already, else the first who may act
 * for the minor. So the same rows again change nothing, and nobody takes turns.
 */
export function withOneGuardian<T extends { readonly guardian?: ImportedGuardian }>(
  rows: readonly T[],
  known: Guardian | undefined,
): readonly T[] {
  const named = rows.filter(({ guardian }) => guardian !== undefined);
  if (named.length < 2) return rows;
  const name = known?.name.toLowerCase();
  const isKnown = ({ guardian }: T): boolean => guardian?.name.toLowerCase() === name;
  const represents = ({ guardian }: T): boolean =>
    guardian !== undefined && representsBy(guardian.relationship);
  const acting = named.filter(represents);
  const among = acting.length > 0 ? acting : named;
  // Of two rows of the same one the later says more.
  const one = among.findLast(isKnown) ?? among[0];
  return rows.map((row) => {
    if (row === one) return row;
    const { guardian, ...rest } = row;
    void guardian;
    return rest as T;
  });
}

/** What an import says of a patient's guardian, as writes; none where it says nothing new. */
export function guardianNews(
  news: ImportedGuardian | undefined,
  patient: Patient,
  known: Known,
  ports: Ports & Pick<KeepPorts, 'practice' | 'now'>,
): readonly (() => Promise<void>)[] {
  const today = localDay(ports.now, zoneOf(patient, ports.practice));
  if (!news || !isWanted(patient, known, news, today)) return [];
  const { guardian: before } = known;
  const guardian: Guardian = {
    ...news,
    patientId: patient.id,
    represents: representsBy(news.relationship),
    ...(before?.disputedBy ? { disputedBy: before.disputedBy } : {}),
    ...(before?.minorConsentsAlone ? { minorConsentsAlone: true } : {}),
    evidence: 'the practice’s own system',
    by: 'import',
    at: before?.at ?? ports.now,
  };
  if (same(guardian, before)) return [];
  return [() => keepGuardian(ports, patient.id, known, { ...guardian, at: ports.now })];
}
