import { type Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import { log } from './logger.ts';

interface Counts {
  readonly count: (staff: string, way: string, span: string) => Promise<number>;
}

/**
 * The one count, for every function that sends them, of texts to numbers that nobody has proved (docs/decisions/037); an alarm rings for
 * each that is held back.
 */
export const unprovedTexts = (counts: Counts, metrics: Metrics) => ({
  unprovedTexts: (): Promise<number> =>
    counts.count('unproved', 'sms', `${new Date().toISOString().slice(0, 13)}:00:00.000Z`),
  heldBack: (): void => {
    log.warn('A text was held back: too many went to numbers that nobody has proved.');
    metrics.addMetric('TextsHeldBack', MetricUnit.Count, 1);
    metrics.publishStoredMetrics();
  },
});
