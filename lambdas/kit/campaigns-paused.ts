import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import { log } from './logger.ts';

const metrics = new Metrics({ namespace: 'Heard', serviceName: 'heard' });

/** Counts campaigns that were paused by the standing of the practice's mail (R21); an alarm rings, and the runbook says what to look at. */
export function countPaused(ids: readonly string[]): void {
  if (ids.length === 0) return;
  log.warn('Campaigns are paused: marketing mail has too many complaints or bounces.', { count: ids.length });
  metrics.addMetric('CampaignsPaused', MetricUnit.Count, ids.length);
  metrics.publishStoredMetrics();
}
