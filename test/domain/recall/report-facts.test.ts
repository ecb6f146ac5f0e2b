import { expect, test } from '@jest/globals';
import { credits } from '../../../domain/measure/attribution.ts';
import { factsOf } from '../../../domain/recall/report-facts.ts';
import { lakeside } from '../../support/lakeside.ts';
import { recallHouse } from '../../support/recall-house.ts';

test.each([
  ['noon in UTC, as of a table', '2026-11-20T12:00:00.000Z', 1],
  ['midnight in UTC, as of FHIR', '2026-11-20T00:00:00.000Z', 1],
  ['an instant before the touch', '2026-11-20T15:59:59.000Z', 0],
  ['the day before', '2026-11-19T12:00:00.000Z', 0],
])('a visit booked on the day of a touch is credited to it, told as %s', async (_how, bookedAt, count) => {
  const house = recallHouse();
  await house.person();
  await house.sweep();
  await house.send();
  const visit = { patientId: 'p1', id: 'A1', on: '2026-12-10', status: 'booked' as const, bookedAt };
  await house.patients.saveAppointment(visit);
  const record = await house.patients.record('p1');
  if (!record) throw new Error('nobody is there');
  const facts = factsOf(record, { events: [], touches: house.all.touches() }, lakeside.identity);
  expect(credits(facts)).toHaveLength(count);
});
