import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import { log } from './logger.ts';

const metrics = new Metrics({ namespace: 'Heard', serviceName: 'heard' });

/** Counts an inquiry whose own times are not those of its timeline; an alarm rings, and the runbook says what to look at. */
export function countDisagreement(inquiryId: string): void {
  log.warn('An inquiry and its timeline disagree; the report goes by the timeline.', { inquiryId });
  metrics.addMetric('ReportDisagreement', MetricUnit.Count, 1);
  metrics.publishStoredMetrics();
}
