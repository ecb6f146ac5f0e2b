import { expect, test } from '@jest/globals';
import type { ConsentEvent } from '../../../domain/consent/consent-event.ts';
import { consentHistory } from '../../../domain/patient/consent-history.ts';
import { fridayMorning, lakeside } from '../../support/lakeside.ts';
import { memoryPatients } from '../../support/memory-patients.ts';

const event = (id: string, action: ConsentEvent['action'], occurredAt: string): ConsentEvent => ({
  id,
  patientId: 'pat_1',
  channel: 'email',
  purpose: 'marketing',
  action,
  occurredAt,
  recordedAt: fridayMorning,
  method: 'paper',
  actor: 'patient',
  ...(action === 'grant'
    ? {
        affirmative: true,
        ip: '203.0.113.7',
        userAgent: 'Firefox',
        wording: { text: 'Send me offers.', language: 'en', source: 'intake form' },
      }
    : {}),
});

test('a consent history tells every event in order, with what evidence there is', async () => {
  const { patients } = memoryPatients();
  const location = { language: 'en', location: 'downtown' } as const;
  const names = { firstName: 'Rowan', lastName: 'Ash', externalId: '7' };
  await patients.save({ id: 'pat_1', schema: 1, ...names, ...location });
  await patients.addConsent(event('c2', 'revoke', '2026-05-01'));
  await patients.addConsent(event('c1', 'grant', '2026-01-01'));
  const record = await patients.record('pat_1');
  if (!record) throw new Error('the patient is not there');
  const { lines, entries } = consentHistory(record, { practice: lakeside.identity, now: fridayMorning });
  expect(lines).toContain('Rowan Ash (7)');
  expect(entries.map(({ heading }) => heading)).toEqual([
    'Agreed: marketing, by email',
    'Took the consent back: marketing, by email',
  ]);
  expect(entries[0]?.details).toEqual(
    expect.arrayContaining([
      ['When', '2026-01-01'],
      ['Words', 'Send me offers.'],
      ['Shown at', 'intake form'],
      ['Language', 'en'],
      ['Own act', 'yes'],
      ['From the network address', '203.0.113.7'],
      ['By the browser', 'Firefox'],
    ]),
  );
});
