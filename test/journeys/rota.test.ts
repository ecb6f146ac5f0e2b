import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { practiceAt } from '../support/journey.ts';
import { type LocalRun, startLocal } from '../support/local-run.ts';

interface Shift {
  readonly schedule: string;
  readonly from: string;
  readonly until: string;
  readonly staff: string | null;
}

describe('who is on call', () => {
  let local: LocalRun;
  let practice: ReturnType<typeof practiceAt>;
  // Friday, 20 November 2026, 22:05 in Chicago: the practice is closed.
  beforeAll(async () => {
    local = await startLocal({ at: '2026-11-21T04:05:00.000Z' });
    practice = practiceAt(local);
    await practice.giveSecret();
  });
  afterAll(async () => {
    await local.stop();
    local.forget();
  });

  const changeRota = (body: object) =>
    local.as('manager', '/v1/rota/changes', { method: 'POST', body: JSON.stringify(body) });
  const tonight = { from: '2026-11-21T04:00:00.000Z', until: '2026-11-21T14:00:00.000Z' };
  const called = async (channel: string) =>
    (await practice.sentTo('staff')).filter((sent) => sent.channel === channel);
  const press = async (to: string) => {
    const reply = await local.call('/_local/press', { method: 'POST', body: JSON.stringify({ to }) });
    return ((await reply.json()) as { payload: { said: string } }).payload.said;
  };

  test('is called at night, without a word about the patient, and claims by pressing 1', async () => {
    await practice.patientWrites('My lip turned white an hour after filler', 'rota-1');
    const [call, ...others] = await called('voice');
    expect(others).toEqual([]);
    expect(call).toMatchObject({
      to: '+15125550114',
      text: 'Lakeside Aesthetics: urgent case. Press 1 to claim it, then open your newest alert.',
      about: { kind: 'page', staffId: 'okoye' },
    });
    expect(await press('+15125550114')).toBe('claimed');
    await local.advance(240);
    expect(await called('voice')).toHaveLength(1);
    const [{ id } = { id: '' }] = await practice.inquiries();
    expect(await practice.inquiry(id)).toMatchObject({ claimedBy: 'okoye' });
  });

  test('whoever presses 1 second hears that somebody has it', async () => {
    await practice.patientWrites('I cannot see out of my left eye since the filler', 'rota-2', {
      email: 'other@example.com',
    });
    const [newest] = await practice.inquiries();
    await practice.act('extender', newest?.id ?? '', 'claim');
    expect(await press('+15125550114')).toBe('taken');
  });

  test('a change of the rota reaches who waits at once', async () => {
    await practice.patientWrites('My throat is closing up', 'rota-3', { email: 'third@example.com' });
    expect((await called('voice')).filter(({ to }) => to === '+15125550115')).toEqual([]);
    const reply = await changeRota({
      kind: 'override',
      schedule: 'physicians',
      staff: 'lindqvist',
      ...tonight,
    });
    expect([reply.status, ((await reply.json()) as { replanned: number }).replanned]).toEqual([200, 3]);
    await local.advance(0);
    const newest = (await practice.inquiries())[0]?.id;
    const pages = (await called('voice')).filter(({ to }) => to === '+15125550115');
    expect(pages.map(({ about }) => about.inquiryId)).toContain(newest);
  });

  test('a gap is shown before it begins, and filled', async () => {
    const week = { from: '2026-11-23T14:00:00.000Z', until: '2026-11-30T14:00:00.000Z' };
    for (const person of ['okoye', 'lindqvist']) await changeRota({ kind: 'absence', of: person, ...week });
    const gaps = async () =>
      (
        (await (await local.as('coordinator', '/v1/rota/gaps?days=14')).json()) as { items: Shift[] }
      ).items.filter(({ schedule }) => schedule === 'physicians');
    expect(await gaps()).toMatchObject([{ ...week, role: 'physician' }]);
    const { items } = (await (await local.as('coordinator', '/v1/rota/changes')).json()) as {
      items: { id: string; of?: string }[];
    };
    const away = items.find(({ of }) => of === 'okoye')?.id;
    await local.as('manager', `/v1/rota/changes/${away}/remove`, { method: 'POST' });
    const shifts = (await (await local.as('coordinator', '/v1/rota/shifts?days=14')).json()) as {
      items: Shift[];
    };
    // The schedule still has nobody; the standing entry is back.
    expect(shifts.items.filter(({ staff }) => staff === null)).toMatchObject([
      { ...week, schedule: 'physicians' },
    ]);
    expect(await gaps()).toEqual([]);
  });

  test('nobody who cannot be reached, or is none, gets on the rota', async () => {
    const bell = await changeRota({ kind: 'override', schedule: 'physicians', staff: 'bell', ...tonight });
    expect([bell.status, ((await bell.json()) as { detail: string }).detail]).toEqual([
      400,
      'bell is no physician.',
    ]);
    const nobody = await changeRota({ kind: 'absence', of: 'nobody', ...tonight });
    expect(nobody.status).toBe(400);
    const denied = await local.as('coordinator', '/v1/rota/changes', { method: 'POST', body: '{}' });
    expect(denied.status).toBe(403);
  });
});
