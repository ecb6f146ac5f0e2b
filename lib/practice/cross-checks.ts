import { acknowledgementProblems, minorAcknowledgementProblems } from './check-acknowledgements.ts';
import { consentPageProblems, consentWordProblems } from './check-consent-words.ts';
import { disclosureProblems } from './check-disclosure.ts';
import { escalationProblems } from './check-escalation.ts';
import { hoursProblems } from './check-hours.ts';
import { reviewerProblems } from './check-reviewers.ts';
import { sourceProblems } from './check-sources.ts';
import { rotaProblems, staffProblems } from './check-staff.ts';
import { reassuranceProblems, taskSummaryProblems, templateProblems } from './check-templates.ts';
import { isZone } from './check-zone.ts';
import type { Contradiction } from './contradiction.ts';
import { educationProblems } from './education.ts';
import { holidayProblem } from './holidays.ts';
import { recallWordFindings } from './lint-recall.ts';
import type { PracticeFolder } from './read-practice.ts';
import { textNumbers } from './text-numbers.ts';

function locationProblems({ identity }: PracticeFolder): Contradiction[] {
  return identity.locations.flatMap(({ zone, holidays }, index): Contradiction[] => {
    const at = (field: string, message: string): Contradiction => ({
      file: 'practice.yaml',
      path: ['locations', index, field],
      message,
    });
    const strange = holidays && holidayProblem(holidays);
    return [
      ...(isZone(zone) ? [] : [at('zone', `${zone} is no IANA time zone`)]),
      ...(strange === undefined ? [] : [at('holidays', strange)]),
    ];
  });
}

/** What no single file can show: names in one that the others do not have. */
export const crossChecks = (folder: PracticeFolder): readonly Contradiction[] => [
  ...locationProblems(folder),
  ...staffProblems(folder),
  ...rotaProblems(folder),
  ...sourceProblems(folder),
  ...escalationProblems(folder),
  ...hoursProblems(folder.identity.locations),
  ...templateProblems(folder),
  ...taskSummaryProblems(folder),
  ...reviewerProblems(folder),
  ...recallWordFindings(folder),
  ...reassuranceProblems(folder),
  ...consentWordProblems(folder),
  ...consentPageProblems(folder),
  ...acknowledgementProblems(folder),
  ...disclosureProblems(folder),
  ...minorAcknowledgementProblems(folder),
  ...educationProblems(folder),
  ...textNumbers(folder),
];
