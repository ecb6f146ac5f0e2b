import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { practiceAt } from '../support/journey.ts';
import { type LocalRun, startLocal } from '../support/local-run.ts';

describe('a red flag', () => {
  let local: LocalRun;
  let practice: ReturnType<typeof practiceAt>;
  // Sunday, 3 in the morning in Chicago.
  beforeAll(async () => {
    local = await startLocal({ at: '2026-11-22T09:00:00.000Z' });
    practice = practiceAt(local);
    await practice.giveSecret();
  });
  afterAll(async () => {
    await local.stop();
    local.forget();
  });

  const pages = async () => (await practice.sentTo('staff')).filter(({ about }) => about.kind === 'page');
  const pagesOf = async (staffId: string) =>
    (await practice.sentTo('staff')).filter(
      ({ about }) => about.kind === 'page' && about.staffId === staffId,
    );

  test('gets the safety reply and the physician at once, at any hour', async () => {
    await practice.patientWrites('My lip turned white an hour after the filler and it hurts', 'flag-1');
    const [safety, ...more] = await practice.sentTo('patient');
    expect(more).toEqual([]);
    expect(safety?.text).toBe(
      'Lakeside: If this may be an emergency call 911 now. Do not wait for a text. Our medical team is alerted and will call you. Direct line: (512) 555-0199',
    );
    const pages = await pagesOf('okoye');
    expect(pages.map(({ channel }) => channel).sort()).toEqual(['email', 'sms', 'voice']);
    for (const { subject, text } of pages) expect(subject + text).not.toMatch(/Rowan|lip|filler|white/);
  });

  test('is not silenced by a coordinator, and not closed by one', async () => {
    const [inquiry] = await practice.inquiries();
    const id = inquiry?.id ?? '';
    expect((await practice.act('coordinator', id, 'claim')).status).toBe(200);
    await local.advance(11 * 60);
    expect((await pagesOf('lindqvist')).length).toBeGreaterThan(0);
    expect((await practice.act('coordinator', id, 'close', { reason: 'no-answer-needed' })).status).toBe(403);
  });

  test('is silenced by a clinician for the lease, and then pages again', async () => {
    const [inquiry] = await practice.inquiries();
    const id = inquiry?.id ?? '';
    expect((await practice.act('physician', id, 'claim')).status).toBe(200);
    await local.advance(1);
    const before = (await pages()).length;
    await local.advance(4 * 60);
    expect(await pages()).toHaveLength(before);
    await local.advance(2 * 60);
    expect((await pages()).length).toBeGreaterThan(before);
  });

  test('whose patient is not reached asks the physician once to decide on a welfare check', async () => {
    const asked = async () =>
      (await practice.sentTo('staff')).filter(({ about }) => about.kind === 'welfare');
    const questions = await asked();
    expect(questions.map(({ channel }) => channel).sort()).toEqual(['email', 'sms', 'voice']);
    for (const { about, subject, text } of questions) {
      expect(about.staffId).toBe('okoye');
      expect(subject + text).not.toMatch(/Rowan|lip|filler|white/);
    }
    const [inquiry] = await practice.inquiries();
    const id = inquiry?.id ?? '';
    const body = { decision: 'not-needed', reason: 'Her sister is with her.' };
    expect((await practice.act('coordinator', id, 'welfare-check', body)).status).toBe(403);
    expect((await practice.act('physician', id, 'welfare-check', body)).status).toBe(200);
    await local.advance(20 * 60);
    expect(await asked()).toHaveLength(3);
  });

  test('ends with a call that reached the patient', async () => {
    const [inquiry] = await practice.inquiries();
    const id = inquiry?.id ?? '';
    expect((await practice.act('physician', id, 'log-call', { outcome: 'reached' })).status).toBe(200);
    await local.advance(1);
    const before = (await practice.sentTo('staff')).length;
    await local.advance(3 * 3600);
    expect(await practice.sentTo('staff')).toHaveLength(before);
    expect(await practice.inquiry(id)).toMatchObject({ status: 'answered', level: 'E1' });
  });

  test('written while staff have an ordinary inquiry, it starts over with the physician', async () => {
    await practice.patientWrites('How much is a consultation?', 'flag-2', {
      email: 'ash.okafor@example.com',
    });
    const inquiry = (await practice.inquiries()).find(({ level }) => level === 'R');
    expect((await practice.act('physician', inquiry?.id ?? '', 'claim')).status).toBe(200);
    await local.advance(60);
    const before = (await pagesOf('okoye')).length;
    await practice.patientWrites('I cannot see with my left eye', 'flag-3', {
      email: 'ash.okafor@example.com',
    });
    expect((await pagesOf('okoye')).length).toBeGreaterThan(before);
    expect(await practice.inquiry(inquiry?.id ?? '')).toMatchObject({ level: 'E0', messageCount: 2 });
  });

  test('answered by a mail that comes back, an inquiry is open again', async () => {
    await practice.patientWrites('I have a fever since yesterday', 'flag-4', { email: 'bounce@example.com' });
    const inquiry = (await practice.inquiries()).find(({ level }) => level === 'U');
    const id = inquiry?.id ?? '';
    expect((await practice.act('physician', id, 'reply', { text: 'Please call us.' })).status).toBe(200);
    await local.advance(5);
    const again = await practice.inquiry(id);
    expect(again).toMatchObject({ status: 'acknowledged', level: 'U' });
    expect(again.events.map(({ what }) => what)).toContain('reply-bounced');
    expect(again.messages.find(({ direction }) => direction === 'out')?.state).toBe('failed');
    const pages = (await pagesOf('sato')).filter(({ about }) => about.inquiryId === id);
    expect(pages.length).toBeGreaterThan(2);
  });

  test('is recognised twice an hour in a message that nobody wrote', async () => {
    const recognised = () =>
      readFileSync(join(local.dataDirectory, 'functions.log'), 'utf8').match(/"RedFlagRecognised":1\b/g)
        ?.length ?? 0;
    const before = recognised();
    const inquiries = (await practice.inquiries()).length;
    await local.advance(2 * 3600);
    expect(recognised() - before).toBe(4);
    expect(await practice.inquiries()).toHaveLength(inquiries);
  });
});
