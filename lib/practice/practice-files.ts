import * as z from 'zod/mini';
import { LawDates } from '../../domain/consent/law-dates.ts';
import { RevocationRules } from '../../domain/consent/revocation-rules.ts';
import { EscalationRules } from '../../domain/escalation/policy.ts';
import { Education } from '../../domain/message/education.ts';
import { RevealingWords } from '../../domain/message/revealing-words.ts';
import { Templates } from '../../domain/message/templates.ts';
import { OnCall, Practice, StaffMember } from '../../domain/practice/practice.ts';
import { Sources } from '../../domain/practice/source.ts';
import { RecallRules, Treatments } from '../../domain/recall/recall-rules.ts';
import { RedFlagRules } from '../../domain/red-flag/red-flag-rules.ts';
import { Rota } from '../../domain/rota/rota.ts';
import { withImportPresets } from './import-presets.ts';
import { readLaw } from './law.ts';
import { presetNames, withPresets } from './presets.ts';
import { type Path, read } from './read-file.ts';
import { readRecallWords } from './recall-words.ts';
import { readRevocationExamples } from './revocation-examples.ts';

const PracticeFile = z.extend(Practice, { staff: z.array(StaffMember), onCall: z.array(OnCall) });

/** Read first: what a source lacks says little while the name of its preset is wrong. */
const NamedPresets = z.looseObject({
  sources: z.array(
    z.looseObject({
      preset: z.optional(z.enum(presetNames, `there is no such preset; there are ${presetNames.join(', ')}`)),
    }),
  ),
});

/** The red-flag rules stand in three files: which words, which rules, how wordings are told apart. */
const RedFlagWords = z.pick(RedFlagRules, { words: true, soundsLike: true, emoji: true });
const RedFlagTable = z.pick(RedFlagRules, { approval: true, rules: true });
const RedFlagWording = z.pick(RedFlagRules, {
  harmless: true,
  everydayWords: true,
  negators: true,
  noNegators: true,
  clauseStarts: true,
  softeners: true,
});

/** Every file of the folder but those that a channel has of its own (recall-words.ts), each with its findings. */
export function practiceFiles(folder: string) {
  const named = read(folder, 'sources.yaml', NamedPresets);
  return {
    practice: read(folder, 'practice.yaml', PracticeFile),
    sources:
      named.findings.length > 0
        ? { ...named, value: undefined }
        : read(folder, 'sources.yaml', Sources, withPresets),
    escalation: read(folder, 'escalation.yaml', EscalationRules),
    rota: read(folder, 'rota.yaml', Rota),
    care: read(folder, 'templates/care.yaml', Templates),
    staffTemplates: read(folder, 'templates/staff.yaml', Templates),
    recallTemplates: readRecallWords(folder),
    formTemplates: read(folder, 'templates/form.yaml', Templates),
    replyTemplates: read(folder, 'templates/replies.yaml', Templates),
    recall: read(folder, 'recall.yaml', RecallRules, withImportPresets),
    treatments: read(folder, 'treatments.yaml', Treatments),
    redFlagWords: read(folder, 'red-flags/words.yaml', RedFlagWords),
    redFlagTable: read(folder, 'red-flags/rules.yaml', RedFlagTable),
    redFlagWording: read(folder, 'red-flags/wording.yaml', RedFlagWording),
    law: readLaw(folder),
    lawDates: read(folder, 'law/dates.yaml', LawDates),
    revealing: read(folder, 'law/revealing-words.yaml', RevealingWords),
    revocation: read(folder, 'revocation.yaml', RevocationRules),
    revocationExamples: readRevocationExamples(folder),
    education: read(folder, 'education.yaml', Education),
  };
}
export type PracticeFiles = ReturnType<typeof practiceFiles>;

/** What the files say. */
export type PracticeValues = {
  readonly [Name in keyof PracticeFiles]: NonNullable<PracticeFiles[Name]['value']>;
};

/** What all files say; undefined where one of them cannot be read. */
export function valuesOf(files: PracticeFiles): PracticeValues | undefined {
  const values = Object.entries(files).map(([name, { value }]) => [name, value] as const);
  return values.every(([, value]) => value !== undefined)
    ? (Object.fromEntries(values) as PracticeValues)
    : undefined;
}

/** Where something stands in a file, as file, line and field. */
export function placesIn(files: PracticeFiles): Readonly<Record<string, (path: Path) => string>> {
  return {
    'practice.yaml': files.practice.where,
    'sources.yaml': files.sources.where,
    'escalation.yaml': files.escalation.where,
    'recall.yaml': files.recall.where,
    'education.yaml': files.education.where,
    'rota.yaml': files.rota.where,
    'templates/care.yaml': files.care.where,
    'templates/staff.yaml': files.staffTemplates.where,
    ...files.recallTemplates.places,
    'templates/form.yaml': files.formTemplates.where,
    'red-flags/words.yaml': files.redFlagWords.where,
    'red-flags/rules.yaml': files.redFlagTable.where,
    'red-flags/wording.yaml': files.redFlagWording.where,
    'revocation.yaml': files.revocation.where,
  };
}
