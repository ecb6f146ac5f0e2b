import * as z from 'zod/mini';
import type { Law } from '../../domain/consent/law.ts';
import { LawDates } from '../../domain/consent/law-dates.ts';
import { type CompiledRevocation, RevocationRules } from '../../domain/consent/revocation-rules.ts';
import { EscalationRules } from '../../domain/escalation/policy.ts';
import { Education } from '../../domain/message/education.ts';
import type { RecallWords } from '../../domain/message/recall-words.ts';
import { RevealingWords, withTreatmentNames } from '../../domain/message/revealing-words.ts';
import { Templates } from '../../domain/message/templates.ts';
import { OnCall, Practice, type Staff, StaffMember } from '../../domain/practice/practice.ts';
import { Sources } from '../../domain/practice/source.ts';
import { RecallRules, Treatments } from '../../domain/recall/recall-rules.ts';
import { type CompiledRedFlags, RedFlagRules } from '../../domain/red-flag/red-flag-rules.ts';
import { Rota } from '../../domain/rota/rota.ts';
import { compiledRedFlags } from './compiled-red-flags.ts';
import type { Contradiction } from './contradiction.ts';
import { crossChecks } from './cross-checks.ts';
import { holidayDatesOf } from './holidays.ts';
import { withImportPresets } from './import-presets.ts';
import { readLaw } from './law.ts';
import { formSources, presetNames, withPresets } from './presets.ts';
import { type Path, read } from './read-file.ts';
import { readRecallWords } from './recall-words.ts';
import { redFlagExamples } from './red-flag-examples.ts';
import { redFlagPatterns, revocationPatterns } from './red-flag-patterns.ts';
import { readRevocationExamples, withLikeness } from './revocation-examples.ts';

/** Everything that a practice configures, validated. Each part is compiled into the functions that need it. */
export interface PracticeFolder {
  readonly education: Education;
  readonly identity: Practice;
  readonly staff: Staff;
  readonly sources: Sources;
  readonly escalation: EscalationRules;
  readonly 'care-templates': Templates;
  readonly 'staff-templates': Templates;
  readonly 'recall-templates': RecallWords;
  /** MJML as it is written; the build compiles it. */
  readonly 'recall-layout': string;
  readonly 'form-templates': Templates;
  readonly 'reply-templates': Templates;
  readonly recall: RecallRules;
  readonly treatments: Treatments;
  readonly 'red-flags': CompiledRedFlags;
  /** Law of telephone and mail marketing, and where numbers are. */
  readonly law: Law;
  /** Days on which it changes. */
  readonly 'law-dates': LawDates;
  readonly 'revealing-words': RevealingWords;
  /** Which words end messages, and what was learned from examples of it. */
  readonly revocation: CompiledRevocation;
}
export type PartName = keyof PracticeFolder;

/** Findings of `heard check`, each with file, line and field. */
export class PracticeError extends Error {
  readonly findings: readonly string[];
  constructor(findings: readonly string[]) {
    super(`The practice's configuration needs correction:\n  ${findings.join('\n  ')}`);
    this.name = 'PracticeError';
    this.findings = findings;
  }
}

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

/** Reads and validates `practice/`. Throws PracticeError, naming file, line and field of all that is wrong. */
export function readPractice(folder: string): PracticeFolder {
  const practice = read(folder, 'practice.yaml', PracticeFile);
  const named = read(folder, 'sources.yaml', NamedPresets);
  const sources =
    named.findings.length > 0
      ? { ...named, value: undefined }
      : read(folder, 'sources.yaml', Sources, withPresets);
  const escalation = read(folder, 'escalation.yaml', EscalationRules);
  const rota = read(folder, 'rota.yaml', Rota);
  const care = read(folder, 'templates/care.yaml', Templates);
  const staffTemplates = read(folder, 'templates/staff.yaml', Templates);
  const recallTemplates = readRecallWords(folder);
  const formTemplates = read(folder, 'templates/form.yaml', Templates);
  const replyTemplates = read(folder, 'templates/replies.yaml', Templates);
  const recall = read(folder, 'recall.yaml', RecallRules, withImportPresets);
  const treatments = read(folder, 'treatments.yaml', Treatments);
  const redFlagWords = read(folder, 'red-flags/words.yaml', RedFlagWords);
  const redFlagTable = read(folder, 'red-flags/rules.yaml', RedFlagTable);
  const redFlagWording = read(folder, 'red-flags/wording.yaml', RedFlagWording);
  const law = readLaw(folder);
  const lawDates = read(folder, 'law/dates.yaml', LawDates);
  const revealing = read(folder, 'law/revealing-words.yaml', RevealingWords);
  const revocation = read(folder, 'revocation.yaml', RevocationRules);
  const revocationExamples = readRevocationExamples(folder);
  const education = read(folder, 'education.yaml', Education);
  const files = [
    education,
    law,
    lawDates,
    revealing,
    revocation,
    revocationExamples,
    redFlagWords,
    redFlagTable,
    redFlagWording,
    rota,
    practice,
    sources,
    escalation,
    care,
    staffTemplates,
    recallTemplates,
    formTemplates,
    replyTemplates,
    recall,
    treatments,
  ];
  const findings = files.flatMap((file) => file.findings);
  if (
    !education.value ||
    !law.value ||
    !lawDates.value ||
    !revealing.value ||
    !revocation.value ||
    !revocationExamples.value ||
    !practice.value ||
    !sources.value ||
    !escalation.value ||
    !care.value ||
    !staffTemplates.value ||
    !recallTemplates.words ||
    !formTemplates.value ||
    !replyTemplates.value ||
    !recall.value ||
    !treatments.value ||
    !rota.value ||
    !redFlagWords.value ||
    !redFlagTable.value ||
    !redFlagWording.value
  )
    throw new PracticeError(findings);

  const { staff: members, onCall, ...said } = practice.value;
  const identity: Practice = {
    ...said,
    locations: said.locations.map((location) => ({
      ...location,
      ...(location.holidays ? { holidayDates: holidayDatesOf(location.holidays) } : {}),
    })),
  };
  const redFlags = { ...redFlagWords.value, ...redFlagTable.value, ...redFlagWording.value };
  const places: Readonly<Record<string, (path: Path) => string>> = {
    'practice.yaml': practice.where,
    'sources.yaml': sources.where,
    'escalation.yaml': escalation.where,
    'recall.yaml': recall.where,
    'education.yaml': education.where,
    'rota.yaml': rota.where,
    'templates/care.yaml': care.where,
    'templates/staff.yaml': staffTemplates.where,
    ...recallTemplates.places,
    'templates/form.yaml': formTemplates.where,
    'red-flags/words.yaml': redFlagWords.where,
    'red-flags/rules.yaml': redFlagTable.where,
    'red-flags/wording.yaml': redFlagWording.where,
    'revocation.yaml': revocation.where,
  };
  const shown = ({ file, path, message }: Contradiction): string =>
    `${places[file]?.(path) ?? file}: ${message}`;
  // They are compiled first, and what cannot be read cannot be compiled.
  const unreadable = [...redFlagPatterns(redFlags), ...revocationPatterns(revocation.value)].map(shown);
  if (unreadable.length > 0) throw new PracticeError(unreadable);
  const folderValue: PracticeFolder = {
    identity,
    staff: { members, onCall, schedules: rota.value.schedules },
    sources: Sources.parse({ sources: [...sources.value.sources, ...formSources(identity.locations)] }),
    escalation: escalation.value,
    'care-templates': care.value,
    'staff-templates': staffTemplates.value,
    'recall-templates': recallTemplates.words,
    'recall-layout': recallTemplates.layout,
    'form-templates': formTemplates.value,
    'reply-templates': replyTemplates.value,
    recall: recall.value,
    treatments: treatments.value,
    'red-flags': compiledRedFlags(redFlags, redFlagExamples(folder)),
    education: education.value,
    law: law.value,
    'law-dates': lawDates.value,
    'revealing-words': withTreatmentNames(revealing.value, treatments.value),
    revocation: withLikeness(revocation.value, revocationExamples.value),
  };
  const contradictions = crossChecks(folderValue).map(shown);
  if (contradictions.length > 0) throw new PracticeError(contradictions);
  return folderValue;
}
