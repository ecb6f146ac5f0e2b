import { expect, test } from '@jest/globals';
import { consentHistory } from '../../../domain/patient/consent-history.ts';
import { writeBundle } from '../../../domain/patient/fhir/write-bundle.ts';
import { preferenceEvents } from '../../../domain/patient/preference-events.ts';
import type { Preferences } from '../../../domain/patient/preferences.ts';
import { fridayMorning, lakeside } from '../../support/lakeside.ts';
import { emptyRecord } from '../../support/recall-record.ts';

const wishes: Preferences = {
  patientId: 'p1',
  topicsOff: ['marketing', 'education'],
  language: 'es',
  bestTime: 'evening',
  at: fridayMorning,
  by: 'patient',
};

test('each change of a wish is an event of its own: what it was, what it is, when, by whom', () => {
  expect(preferenceEvents({ language: 'en' }, wishes, 'page-1')).toEqual(
    [
      { id: 'page-1#topics', what: 'topics', from: 'all', to: 'without education, marketing' },
      { id: 'page-1#language', what: 'language', from: 'en', to: 'es' },
      { id: 'page-1#best-time', what: 'best-time', from: 'any', to: 'evening' },
    ].map((event) => ({ ...event, patientId: 'p1', at: fridayMorning, by: 'patient' })),
  );
  expect(preferenceEvents(wishes, { ...wishes, topicsOff: ['education', 'marketing'] }, 'page-2')).toEqual(
    [],
  );
  const { bestTime, ...anyTime } = wishes;
  expect(bestTime).toBe('evening');
  expect(preferenceEvents(wishes, anyTime, 'page-3')).toMatchObject([{ from: 'evening', to: 'any' }]);
});

test('the history and the bundle of a patient tell them', () => {
  const record = { ...emptyRecord, preferenceEvents: preferenceEvents(undefined, wishes, 'page-1') };
  const { entries } = consentHistory(record, { practice: lakeside.identity, now: fridayMorning });
  expect(entries.map(({ heading }) => heading)).toEqual([
    'Wishes: topics',
    'Wishes: language',
    'Wishes: best time',
  ]);
  const { entry } = writeBundle(record, { practice: lakeside.identity, types: [], now: fridayMorning });
  expect(entry.filter(({ resource }) => resource.resourceType === 'Basic')).toHaveLength(3);
});
