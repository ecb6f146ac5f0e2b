import type { Law } from '../../domain/consent/law.ts';
import type { LawDates } from '../../domain/consent/law-dates.ts';
import type { CompiledRevocation } from '../../domain/consent/revocation-rules.ts';
import type { EscalationRules } from '../../domain/escalation/policy.ts';
import type { Education } from '../../domain/message/education.ts';
import type { RecallWords } from '../../domain/message/recall-words.ts';
import { type RevealingWords, withTreatmentNames } from '../../domain/message/revealing-words.ts';
import type { Templates } from '../../domain/message/templates.ts';
import type { Practice, Staff } from '../../domain/practice/practice.ts';
import { Sources } from '../../domain/practice/source.ts';
import type { RecallRules, Treatments } from '../../domain/recall/recall-rules.ts';
import type { CompiledRedFlags, RedFlagRules } from '../../domain/red-flag/red-flag-rules.ts';
import { compiledRedFlags } from './compiled-red-flags.ts';
import type { Contradiction } from './contradiction.ts';
import { crossChecks } from './cross-checks.ts';
import { holidayDatesOf } from './holidays.ts';
import { type PracticeValues, placesIn, practiceFiles, valuesOf } from './practice-files.ts';
import { formSources } from './presets.ts';
import { redFlagExamples } from './red-flag-examples.ts';
import { redFlagPatterns, revocationPatterns } from './red-flag-patterns.ts';
import { withLikeness } from './revocation-examples.ts';

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

const identityOf = ({ practice }: PracticeValues): Practice => {
  const { staff, onCall, ...said } = practice;
  void [staff, onCall];
  return {
    ...said,
    locations: said.locations.map((location) => ({
      ...location,
      ...(location.holidays ? { holidayDates: holidayDatesOf(location.holidays) } : {}),
    })),
  };
};

const redFlagsOf = ({ redFlagWords, redFlagTable, redFlagWording }: PracticeValues): RedFlagRules => ({
  ...redFlagWords,
  ...redFlagTable,
  ...redFlagWording,
});

function compiled(values: PracticeValues, folder: string): PracticeFolder {
  const identity = identityOf(values);
  const { practice, sources, rota, recallTemplates, treatments, revocation } = values;
  return {
    identity,
    staff: { members: practice.staff, onCall: practice.onCall, schedules: rota.schedules },
    sources: Sources.parse({ sources: [...sources.sources, ...formSources(identity.locations)] }),
    escalation: values.escalation,
    'care-templates': values.care,
    'staff-templates': values.staffTemplates,
    'recall-templates': recallTemplates.words,
    'recall-layout': recallTemplates.layout,
    'form-templates': values.formTemplates,
    'reply-templates': values.replyTemplates,
    recall: values.recall,
    treatments,
    'red-flags': compiledRedFlags(redFlagsOf(values), redFlagExamples(folder)),
    education: values.education,
    law: values.law,
    'law-dates': values.lawDates,
    'revealing-words': withTreatmentNames(values.revealing, treatments),
    revocation: withLikeness(revocation, values.revocationExamples),
  };
}

/** Reads and validates `practice/`. Throws PracticeError, naming file, line and field of all that is wrong. */
export function readPractice(folder: string): PracticeFolder {
  const files = practiceFiles(folder);
  const values = valuesOf(files);
  if (!values) throw new PracticeError(Object.values(files).flatMap(({ findings }) => findings));
  const places = placesIn(files);
  const refuse = (found: readonly Contradiction[]): void => {
    if (found.length > 0)
      throw new PracticeError(
        found.map(({ file, path, message }) => `${places[file]?.(path) ?? file}: ${message}`),
      );
  };
  // Before they are compiled: what cannot be read cannot be.
  refuse([...redFlagPatterns(redFlagsOf(values)), ...revocationPatterns(values.revocation)]);
  const whole = compiled(values, folder);
  refuse(crossChecks(whole));
  return whole;
}
