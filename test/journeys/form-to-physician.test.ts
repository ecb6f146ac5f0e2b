import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type LocalRun, type Outgoing, startLocal } from '../support/local-run.ts';
import { typeformRequest, typeformSecret } from '../support/typeform.ts';

const form = {
  name: 'Rowan Ellery',
  email: 'rowan.ellery@example.com',
  message: 'Do you have a consultation next week?',
  token: 'journey-1',
};

interface InquiryView {
  readonly id: string;
  readonly status: string;
  readonly version: number;
  readonly acknowledgedAt?: string;
  readonly respondedAt?: string;
}

describe('a form that nobody reacts to', () => {
  let local: LocalRun;
  // Friday, 20 November 2026, 10:05 in Chicago: the practice is open.
  beforeAll(async () => {
    local = await startLocal({ at: '2026-11-20T16:05:00.000Z' });
    const secret = { method: 'PUT', body: JSON.stringify({ secret: typeformSecret }) };
    expect((await local.as('manager', '/v1/sources/src_typeform/secret', secret)).status).toBe(204);
  });
  afterAll(async () => {
    await local.stop();
    local.forget();
  });

  const to = async (audience: string): Promise<readonly Outgoing[]> =>
    (await local.outbox()).filter((message) => message.audience === audience);

  test('is answered 200 and acknowledged to the patient with a promise', async () => {
    expect((await local.call('/v1/hooks/src_typeform', typeformRequest(form))).status).toBe(200);
    await local.advance(1);
    const [acknowledgement, ...more] = await to('patient');
    expect(more).toEqual([]);
    expect(acknowledgement).toMatchObject({ channel: 'email', to: form.email });
  });

  test('is received once, however often it is delivered', async () => {
    expect((await local.call('/v1/hooks/src_typeform', typeformRequest(form))).status).toBe(200);
    await local.advance(1);
    const { items } = (await (await local.as('manager', '/v1/inquiries')).json()) as { items: InquiryView[] };
    expect(items).toHaveLength(1);
    expect(await to('patient')).toHaveLength(1);
  });

  test('is alerted up to the physician while nobody reacts, without a word of the patient', async () => {
    await local.advance(30 * 60);
    const alerts = await to('staff');
    expect(alerts.some(({ about }) => about.staffId === 'okoye')).toBe(true);
    for (const { subject, text } of alerts)
      expect(`${subject} ${text}`).not.toMatch(/Rowan|Ellery|consultation/);
  });

  test('is answered through the link of the alert, and then nobody is alerted any more', async () => {
    const alert = (await to('staff')).findLast(({ about }) => about.staffId === 'okoye');
    const link = new URL(/https?:\S+\/a\/\S+/.exec(alert?.text ?? '')?.[0] ?? '').pathname;
    const page = await (await local.call(link)).text();
    const seen = /name="seen" value="(\d+)"/.exec(page)?.[1] ?? '';
    const reply = {
      method: 'POST',
      body: new URLSearchParams({ act: 'reply', text: 'Tuesday at ten?', seen }),
    };
    expect((await local.call(link, { ...reply, redirect: 'manual' })).status).toBe(303);

    const before = (await to('staff')).length;
    await local.advance(6 * 3600);
    expect(await to('staff')).toHaveLength(before);
    expect((await to('patient')).at(-1)).toMatchObject({ to: form.email });
    const { items } = (await (await local.as('manager', '/v1/inquiries')).json()) as { items: InquiryView[] };
    expect(items[0]).toMatchObject({ status: 'answered' });
    expect(items[0]?.respondedAt).toBeDefined();
  });

  test('stands in the report with what it took, by whom, and as missed; also as CSV', async () => {
    const dates = 'from=2026-11-01&until=2026-11-30';
    const report = async (by: string) =>
      (
        (await (await local.as('manager', `/v1/reports/responses?${dates}&by=${by}`)).json()) as {
          items: object[];
        }
      ).items;
    const wall = { median: 30, p90: 30 };
    expect(await report('staff')).toMatchObject([
      {
        of: 'all',
        received: 1,
        answered: 1,
        open: 0,
        wall,
        business: wall,
        withinTarget: 0,
        neverAnswered: 0,
      },
      { of: 'okoye', answered: 1 },
    ]);
    expect(await report('hour')).toMatchObject([{ of: 'all' }, { of: 'fri 10' }]);
    const missed = await local.as('manager', `/v1/reports/missed?${dates}`);
    expect(((await missed.json()) as { items: object[] }).items).toMatchObject([
      { staff: 'okoye', wallMinutes: 30 },
    ]);
    const csv = await (await local.as('manager', `/v1/reports/responses.csv?${dates}`)).text();
    expect(csv).toMatch(/^id,received,hour,channel,.*\n.*,okoye,.*,30,30,missed,missed\n$/);
    expect(csv).not.toContain('rowan');
    expect((await local.as('coordinator', `/v1/reports/missed?${dates}`)).status).toBe(403);
  });
});
