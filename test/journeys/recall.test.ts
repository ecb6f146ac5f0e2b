import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { practiceAt } from '../support/journey.ts';
import { type LocalRun, startLocal } from '../support/local-run.ts';

const header =
  'patient_id,first_name,last_name,email,phone,location,language,treatment,treatment_date,next_appointment,email_consent,call_consent,consent_date,consent_method,birth_date';
// Today is Friday, 20 November 2026. Toxin is due after three months, contact starts a week before.
const rows = [
  '1,Rowan,Ellery,rowan.ellery@example.com,(512) 555-0101,downtown,en,Botox,2026-08-22,,yes,yes,2025-01-01,paper,1980-01-01',
  '1,Rowan,Ellery,rowan.ellery@example.com,(512) 555-0101,downtown,en,peel,2026-10-25,,yes,yes,2025-01-01,paper,1980-01-01',
  '2,Luz,Marin,luz.marin@example.com,(512) 555-0102,downtown,es,Botox,2026-08-20,,no,yes,2025-01-01,paper,1979-05-05',
  '3,Ash,Okafor,ash.okafor@example.com,,downtown,en,Botox,2026-08-20,2026-12-01,yes,,2025-01-01,paper,1990-01-01',
  '4,Kit,Noconsent,kit@example.com,,downtown,en,Botox,2026-08-20,,yes,,,,1990-01-01',
  '5,Sam,Lapsed,sam@example.com,,downtown,en,Botox,2026-01-10,,yes,,2025-01-01,web form,1970-01-01',
  '6,Max,Minor,max@example.com,,downtown,en,peel,2026-10-20,,yes,,2025-01-01,paper,2010-01-01',
  '7,Bo,Bounce,bounce@example.com,,downtown,en,Botox,2026-08-20,,yes,,2025-01-01,paper,1980-01-01',
  '8,Not,Due,notdue@example.com,,downtown,en,Botox,2026-11-01,,yes,,2025-01-01,paper,1980-01-01',
  '9,Bad,Date,bad@example.com,,downtown,en,Botox,2026-13-45,,yes,,2025-01-01,paper,1980-01-01',
];

interface Decision {
  readonly patientId: string;
  readonly outcome: string;
  readonly channel: string | null;
  readonly reason: string;
}

describe('recall', () => {
  let local: LocalRun;
  let callId = '';
  let practice: ReturnType<typeof practiceAt>;
  // Friday, 20 November 2026, 8:00 in Chicago: an hour before the sweep.
  beforeAll(async () => {
    local = await startLocal({ at: '2026-11-20T14:00:00.000Z' });
    practice = practiceAt(local);
  });
  afterAll(async () => {
    await local.stop();
    local.forget();
  });

  /** The practice closes for a while: the same data, at a later time. */
  const laterOn = async (at: string): Promise<void> => {
    await local.stop();
    local = await startLocal({ at, dataDirectory: local.dataDirectory });
    practice = practiceAt(local);
  };
  const importCsv = async (lines: readonly string[]) => {
    const body = [header, ...lines].join('\n');
    const reply = await local.as('manager', '/v1/imports', {
      method: 'POST',
      body,
      headers: { 'content-type': 'text/csv' },
    });
    return (await reply.json()) as {
      rows: number;
      changed: number;
      unchanged: number;
      errors: { line: number; reason: string }[];
      warnings: { line: number; reason: string }[];
    };
  };
  const get = async <T>(path: string): Promise<T> => (await local.as('manager', path)).json() as Promise<T>;
  const idOf = async (externalId: string): Promise<string> => {
    const { items } = await get<{ items: { id: string; externalId: string }[] }>('/v1/patients?limit=100');
    return items.find((patient) => patient.externalId === externalId)?.id ?? '';
  };
  const preview = async (): Promise<readonly Decision[]> =>
    (
      (await (await local.as('manager', '/v1/sweeps/preview', { method: 'POST' })).json()) as {
        items: Decision[];
      }
    ).items;
  const recallMail = async () =>
    (await practice.sentTo('patient')).filter(({ about }) => about.kind === 'recall');

  test('imports good rows, and tells line and reason of what it leaves out', async () => {
    const report = await importCsv(rows);
    expect(report).toMatchObject({ rows: 10, changed: 10, unchanged: 0, errors: [] });
    expect(report.warnings).toEqual([
      { line: 11, reason: 'the treatment date is no date; write it as 2026-11-20; it was left out' },
    ]);
    expect(await importCsv(rows)).toMatchObject({ changed: 0, unchanged: 10 });
  });

  test('shows ahead who would be contacted, by what, and who not and why', async () => {
    const byPatient = new Map((await preview()).map((decision) => [decision.patientId, decision]));
    const seen = async (id: string) => byPatient.get(await idOf(id));
    expect(await seen('1')).toMatchObject({
      outcome: 'contact',
      channel: 'email',
      reason: 'due#botulinum-toxin, due#light-peel',
    });
    expect(await seen('2')).toMatchObject({ outcome: 'contact', channel: 'call' });
    expect(await seen('3')).toBeUndefined();
    expect((await seen('4'))?.reason).toContain('no consent to marketing mail');
    expect(await seen('5')).toMatchObject({ outcome: 'contact', reason: 'lapsed' });
    expect((await seen('6'))?.reason).toContain('a minor');
    expect(await seen('8')).toBeUndefined();
    expect(await recallMail()).toEqual([]);
  });

  test('contacts each once in the morning, whatever is due merged into one', async () => {
    await local.advance(3600 + 600);
    const mail = await recallMail();
    expect(mail.map(({ to }) => to).sort()).toEqual([
      'bounce@example.com',
      'rowan.ellery@example.com',
      'sam@example.com',
    ]);
    for (const { subject, text } of mail) expect(subject + text).not.toMatch(/Botox|toxin|peel|treatment/i);
    // A number in Texas may be in either of its zones: nobody is called before it is nine in both (R6).
    const tasksNow = () => get<{ items: { patientId: string }[] }>('/v1/recall/tasks');
    expect((await tasksNow()).items.map(({ patientId }) => patientId)).not.toContain(await idOf('2'));
    await local.advance(3600);
    const { items: tasks } = await tasksNow();
    expect(tasks.map(({ patientId }) => patientId)).toContain(await idOf('2'));
    expect(
      (await practice.sentTo('staff'))
        .filter(({ channel }) => channel === 'task')
        .map(({ about }) => about.patientId),
    ).toEqual([await idOf('2')]);
    const { items: sweeps } = await get<{ items: { id: string; state: string; contacted: number }[] }>(
      '/v1/sweeps',
    );
    const chicago = sweeps.find(({ id }) => id.startsWith('America-Chicago'));
    expect(chicago).toMatchObject({ state: 'closed', contacted: 4 });
    const { items: decisions } = await get<{ items: Decision[] }>(`/v1/sweeps/${chicago?.id}/decisions`);
    expect(decisions.find(({ patientId }) => patientId.length > 0)).toBeDefined();
    expect(decisions.map(({ outcome }) => outcome).sort()).toEqual([
      'contact',
      'contact',
      'contact',
      'contact',
      'not-now',
      'not-now',
    ]);
  });

  test('sweeping again contacts nobody again', async () => {
    const reply = await local.json<{ sweepIds: string[] }>('/_local/sweep', { method: 'POST' });
    expect(reply.sweepIds).toContain('America-Chicago_2026-11-20');
    await local.advance(600);
    expect(await recallMail()).toHaveLength(3);
  });

  test('a mail that bounced makes a task', async () => {
    const { items } = await get<{ items: { patientId: string; why: string }[] }>('/v1/recall/tasks');
    expect(items.find(({ why }) => why.includes('came back'))?.patientId).toBe(await idOf('7'));
  });

  test('one click unsubscribes; opening the link does not', async () => {
    const mail = (await recallMail()).find(({ to }) => to === 'rowan.ellery@example.com');
    expect(mail?.headers['List-Unsubscribe-Post']).toBe('List-Unsubscribe=One-Click');
    const path = new URL(/<(.+)>/.exec(mail?.headers['List-Unsubscribe'] ?? '')?.[1] ?? '').pathname;
    expect((await local.call(path)).status).toBe(200);
    const click = await local.call(path, {
      method: 'POST',
      body: new URLSearchParams({ 'List-Unsubscribe': 'One-Click' }),
    });
    expect(click.status).toBe(200);
    // Two weeks on, the second attempt is due: for the unsubscribed patient it is a call.
    await laterOn('2026-12-04T14:30:00.000Z');
    await local.advance(2 * 3600);
    expect((await recallMail()).filter(({ to }) => to === 'rowan.ellery@example.com')).toHaveLength(1);
    expect((await recallMail()).filter(({ to }) => to === 'bounce@example.com')).toHaveLength(1);
    const { items } = await get<{ items: { id: string; patientId: string }[] }>('/v1/recall/tasks');
    const known = await idOf('1');
    const call = items.find(({ patientId }) => patientId === known);
    expect(call).toBeDefined();
    callId = call?.id ?? '';
  });

  test('stops when the patient books', async () => {
    const id = await idOf('5');
    const booking = { id: 'visit-1', on: '2026-12-30', status: 'booked' };
    const booked = await local.as('manager', `/v1/patients/${id}/appointments`, {
      method: 'POST',
      body: JSON.stringify(booking),
    });
    expect(booked.status).toBe(204);
    const before = (await recallMail()).filter(({ to }) => to === 'sam@example.com').length;
    await laterOn('2026-12-20T14:30:00.000Z');
    await local.advance(3600);
    expect((await recallMail()).filter(({ to }) => to === 'sam@example.com')).toHaveLength(before);
  });

  test('shows with a task what to say, and how words read before they are sent', async () => {
    const shown = await get<{ words: { voicemail: string }; task: { notNow: string } }>(
      `/v1/recall/tasks/${callId}`,
    );
    // A Sunday morning: the task is not on the list, and says why.
    expect(shown.task.notNow).toContain('hours');
    expect(shown.words.voicemail).toContain('(512) 555-0100');
    const preview = await local.as('manager', '/v1/touches/preview', {
      method: 'POST',
      body: JSON.stringify({ template: 'due', channel: 'text', language: 'es' }),
    });
    expect(await preview.json()).toMatchObject({ encoding: 'GSM-7', findings: [], html: null });
    const batch = await local.as('manager', '/v1/letters/batches', { method: 'POST', body: '{}' });
    expect(await batch.json()).toEqual({ batch: null, links: null });
  });

  test('reminds of the booked visit, as care', async () => {
    await laterOn('2026-12-27T14:30:00.000Z');
    await local.advance(2 * 3600);
    const reminders = (await recallMail()).filter(({ subject }) => subject?.startsWith('Your visit on'));
    expect(reminders).toMatchObject([
      { to: 'sam@example.com', subject: 'Your visit on Wednesday, December 30 - Lakeside Aesthetics' },
    ]);
    expect(reminders[0]?.headers['List-Unsubscribe']).toBeUndefined();
    expect(reminders[0]?.text).toContain('at Lakeside Downtown');
  });

  test('takes back what a sweep planned, and plans it again on the next morning', async () => {
    const row =
      '20,Noor,Again,noor@example.com,,downtown,en,Botox,2026-09-29,,yes,,2025-01-01,paper,1980-01-01';
    expect(await importCsv([row])).toMatchObject({ changed: 1, errors: [] });
    const put = (paused: boolean) =>
      local.as('manager', '/v1/outreach/pause', {
        method: 'PUT',
        body: JSON.stringify({ paused, reason: 'wrong words' }),
      });
    const takeBack = (role: 'manager' | 'coordinator') =>
      local.as(role, '/v1/sweeps/America-Chicago_2026-12-28/take-back', {
        method: 'POST',
        body: JSON.stringify({ reason: 'wrong words' }),
      });
    const toNoor = async () => (await recallMail()).filter(({ to }) => to === 'noor@example.com');
    await put(true);
    await laterOn('2026-12-28T14:30:00.000Z');
    await local.advance(3600);
    expect((await takeBack('coordinator')).status).toBe(403);
    const taken = (await (await takeBack('manager')).json()) as { takenBack: number };
    expect(taken).toMatchObject({ sent: 0, finished: true, cursor: null });
    expect(taken.takenBack).toBeGreaterThan(0);
    expect(await (await takeBack('manager')).json()).toEqual(taken);
    const { items } = await get<{ items: Decision[] }>(
      `/v1/patients/${await idOf('20')}/decisions?day=2026-12-28`,
    );
    expect(items[0]?.reason).toMatch(/^taken back by \w+ on 2026-12-28 before it was sent: wrong words$/);
    await put(false);
    await local.advance(600);
    expect(await toNoor()).toEqual([]);
    await laterOn('2026-12-29T14:30:00.000Z');
    await local.advance(2 * 3600);
    expect(await toNoor()).toHaveLength(1);
  });
});
