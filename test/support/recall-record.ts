import type { PatientRecord, Treatment } from '../../domain/patient/patient.ts';
import { recallItems } from '../../domain/recall/items.ts';
import type { Known } from '../../domain/recall/reason.ts';
import type { RecallItem } from '../../domain/recall/recall-item.ts';
import { lakeside } from './lakeside.ts';

/** The shipped catalogue and rules, as a location in Chicago uses them. */
export const { treatments: types, products } = lakeside.treatments;
export const { recall: recallRules } = lakeside;
export const options = { products, zone: 'America/Chicago', version: () => 'v1' };

export const treated = (type: string, on: string, changes: Partial<Treatment> = {}): Treatment => ({
  patientId: 'p1',
  id: `${type}#${on}`,
  type,
  on,
  ...changes,
});

export const emptyRecord: PatientRecord = {
  patient: {
    id: 'p1',
    schema: 1,
    externalId: '1',
    firstName: 'R',
    lastName: 'E',
    language: 'en',
    location: 'downtown',
  },
  treatments: [],
  purchases: [],
  consultations: [],
  series: [],
  settings: [],
  checks: [],
  appointments: [],
  consents: [],
  items: [],
};

export const recordOf = (changes: Partial<PatientRecord>): PatientRecord => ({ ...emptyRecord, ...changes });

export const itemsOn = (today: string, record: Known): readonly RecallItem[] =>
  recallItems(record, types, recallRules, today, options);

/** The record with its items as they are on a day. */
export const onDay = (today: string, changes: Partial<PatientRecord>): PatientRecord => {
  const record = recordOf(changes);
  return { ...record, items: itemsOn(today, record) };
};

export const itemOn = (today: string, changes: Partial<PatientRecord>, id: string): RecallItem | undefined =>
  itemsOn(today, recordOf(changes)).find((item) => item.id === id);
