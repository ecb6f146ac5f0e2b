import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import type { OnFault } from '../../domain/recall/sweep-fault.ts';
import { log } from './logger.ts';

const metrics = new Metrics({ namespace: 'Heard', serviceName: 'heard' });

/** Counts a patient whom recall could not work on: one makes the alarm ring. */
export const countFault: OnFault = (patientId, fault) => {
  log.error('A patient could not be worked on by recall; the others were.', { patientId }, fault);
  metrics.addMetric('PatientsNotSwept', MetricUnit.Count, 1);
  metrics.publishStoredMetrics();
};
