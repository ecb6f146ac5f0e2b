import type { ReportPorts } from '../../domain/recall/did-it-work.ts';
import type { RecallRules } from '../../domain/recall/recall-rules.ts';
import { keptReports } from './kept-reports.ts';
import { allTreatments, type FactPorts, recallFacts } from './recall-facts.ts';

/** The ports of the report, put together in one way for the night and for whoever asks. */
export const reportPorts = (
  parts: FactPorts & { readonly rules: RecallRules },
  practiceTable: string,
): ReportPorts => ({
  facts: (span) => recallFacts(parts, span),
  treatments: () => allTreatments(parts),
  kept: keptReports(practiceTable),
  rules: parts.rules,
  zone: parts.practice.locations[0]?.zone ?? 'UTC',
});
