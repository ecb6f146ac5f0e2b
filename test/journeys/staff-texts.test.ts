import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { practiceAt } from '../support/journey.ts';
import { type LocalRun, startLocal } from '../support/local-run.ts';

const sato = '+15125550113';
const marlow = '+15125550111';

describe('staff answer alerts by text', () => {
  let local: LocalRun;
  let practice: ReturnType<typeof practiceAt>;
  beforeAll(async () => {
    local = await startLocal({ at: '2026-11-20T16:05:00.000Z' });
    practice = practiceAt(local);
    await practice.giveSecret();
  });
  afterAll(async () => {
    await local.stop();
    local.forget();
  });

  /** Writes a text, and gives what came back to that number because of it. */
  const text = async (from: string, words: string): Promise<readonly string[]> => {
    const before = (await local.outbox()).length;
    const body = JSON.stringify({ from, to: '+15125550110', text: words });
    await local.call('/_local/sms', { method: 'POST', body });
    await local.advance(1);
    return (await local.outbox())
      .slice(before)
      .filter(({ to }) => to === from)
      .map((sent) => sent.text);
  };
  const codeFor = async (number: string): Promise<string> => {
    const alert = (await practice.sentTo('staff')).findLast(
      ({ channel, to, about }) => channel === 'sms' && to === number && about.kind !== 'answer',
    );
    return /\bc (\d+) /.exec(alert?.text ?? '')?.[1] ?? '';
  };
  let serial = 0;
  /** An inquiry that has waited until everybody at the desk was told by text. */
  const waiting = async (): Promise<string> => {
    serial += 1;
    await practice.patientWrites('Do you have an appointment?', `text-${serial}`, {
      email: `patient.${serial}@example.com`,
    });
    await local.advance(5 * 60 + 1);
    return (await practice.inquiries())[0]?.id ?? '';
  };

  test('c claims; whoever comes second is told who has it', async () => {
    const id = await waiting();
    expect(await text(sato, `c ${await codeFor(sato)}`)).toEqual([
      `${await codeFor(sato)}: yours for 10 min.`,
    ]);
    expect(await practice.inquiry(id)).toMatchObject({ claimedBy: 'sato' });
    const [second] = await text(marlow, `C${await codeFor(marlow)}`);
    expect(second).toBe(`${await codeFor(marlow)}: sato has claimed it already.`);
  });

  test('r answers the patient once, on the channel they used', async () => {
    const id = await waiting();
    const code = await codeFor(sato);
    expect(await text(sato, `r ${code} Yes, on Monday at nine.`)).toEqual([`${code}: sent.`]);
    const replies = (await practice.sentTo('patient')).filter(
      ({ about }) => about.inquiryId === id && about.kind === 'reply',
    );
    expect(replies).toHaveLength(1);
    expect(replies[0]).toMatchObject({ channel: 'email', to: `patient.${serial}@example.com` });
    expect(replies[0]?.text).toContain('Yes, on Monday at nine.');
    expect(await practice.inquiry(id)).toMatchObject({ status: 'answered' });
  });

  test('r does not answer what its writer has not seen', async () => {
    const id = await waiting();
    const code = await codeFor(sato);
    await practice.patientWrites('Never mind Monday, Tuesday please', `more-${serial}`, {
      email: `patient.${serial}@example.com`,
    });
    const [answer] = await text(sato, `r ${code} Monday it is.`);
    expect(answer).toContain('has changed since you looked');
    expect(await practice.inquiry(id)).toMatchObject({ status: 'acknowledged' });
  });

  test('d notes that the patient was reached; e goes on to the next step at once', async () => {
    const first = await waiting();
    const code = await codeFor(sato);
    expect(await text(sato, `e ${code}`)).toEqual([`${code}: escalated.`]);
    expect((await practice.inquiry(first)).step).toBe('physician on call');
    expect(await text(sato, `d ${code}`)).toEqual([`${code}: done.`]);
    expect(await practice.inquiry(first)).toMatchObject({ status: 'answered' });
  });

  test('a code is only the number’s own; a strange number gets no answer, its text is an inquiry', async () => {
    const id = await waiting();
    const code = await codeFor(sato);
    expect(await text(marlow, 'c 9999')).toEqual(['9999: there is no such number among your alerts.']);
    await text('+15125550177', `c ${code}`);
    expect(await practice.inquiry(id)).toMatchObject({ claimedBy: null });
    const [stranger] = await practice.inquiries();
    expect(stranger).toMatchObject({ channel: 'sms' });
  });

  test('what staff write that is no command is a message, and a red flag in it pages', async () => {
    await text(marlow, 'c 12 my throat is closing up');
    const [own] = await practice.inquiries();
    expect(own).toMatchObject({ channel: 'sms', level: 'E0' });
  });
});
