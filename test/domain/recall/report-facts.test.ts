import { expect, test } from '@jest/globals';
import { credits } from '../../../domain/measure/attribution.ts';
import { recallReport } from '../../../domain/measure/report.ts';
import { reportLines } from '../../../domain/measure/report-table.ts';
import { registerFeed } from '../../../domain/patient/register-feed.ts';
import type { Source } from '../../../domain/practice/source.ts';
import { factsOf } from '../../../domain/recall/report-facts.ts';
import { lakeside } from '../../support/lakeside.ts';
import { recallHouse } from '../../support/recall-house.ts';

/** A mail that asks somebody to come back left on Friday; their practice's software tells of a visit `minutes` later. */
async function toldByWebhook(minutes: number, visit: object) {
  const house = recallHouse();
  await house.person();
  await house.sweep();
  await house.send();
  house.wait(minutes);
  const source = lakeside.sources.sources.find(({ id }) => id === 'src_bookings') as Source;
  const tell = async (body: object) =>
    registerFeed(
      source,
      { body: Buffer.from(JSON.stringify(body)), contentType: 'application/json', headers: {} },
      {
        ...house.ports(),
        contactKeys: async () => [],
        patientId: (id) => id,
        receivedAt: house.now(),
      },
    );
  const said = { patient_id: 'p1', id: 'A1', start: '2026-12-10T16:00:00Z', service: 'Botox', ...visit };
  await tell({ ...said, status: 'confirmed' });
  house.wait(20 * 24 * 60);
  await tell({ ...said, status: 'completed' });
  const record = await house.patients.record('p1');
  if (!record) throw new Error('nobody is there');
  const facts = factsOf(record, { events: [], touches: house.all.touches() }, lakeside.identity);
  const span = {
    from: '2026-11-01',
    until: '2026-12-01',
    pooledFrom: '2026-11-01',
    knownUntil: '2027-01-31',
  };
  const { rows } = recallReport(facts, span, lakeside.recall.prices);
  return reportLines(rows)[0];
}

const day = 24 * 60;
test.each([
  ['two days after a touch', 2 * day, {}, [1, 1, 0]],
  ['eight days after it', 8 * day, {}, [0, 1, 0]],
  ['after it, and booked long before', 2 * day, { booked_at: '2026-11-01' }, [0, 0, 0]],
  ['only when it is over', 21 * day, {}, [0, 0, 1]],
])(
  'a visit that a webhook tells of %s counts in the report accordingly',
  async (_when, minutes, visit, [attributed, influenced, unknown]) => {
    expect(await toldByWebhook(minutes, visit)).toMatchObject({
      touches: 1,
      attributedBookings: attributed,
      attributedVisits: attributed,
      influencedBookings: influenced,
      bookingDayUnknown: unknown,
    });
  },
);

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
