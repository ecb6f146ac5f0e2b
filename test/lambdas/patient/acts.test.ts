import { describe, expect, test } from '@jest/globals';
import type { Arrival } from '../../../domain/inquiry/arrival.ts';
import { type ActPorts, act } from '../../../lambdas/patient/acts.ts';
import { emergencyWords, oneInquiry } from '../../support/one-inquiry.ts';

async function page(text: string, changes: Partial<Arrival> = {}) {
  const one = await oneInquiry(text, changes);
  const ports: ActPorts = {
    ...one.ports,
    newId: () => 'm-1',
    send: async () => ({ state: 'accepted', providerId: 'p-1' }),
  };
  const press = (staff: string, form: Record<string, string>) =>
    act(new URLSearchParams(form), one.by(staff), ports);
  return { ...one, press };
}

describe('a button of the action page', () => {
  test('closes an emergency with an outcome and a note, by a clinician', async () => {
    const { press, now } = await page(emergencyWords);
    const form = { act: 'close', reason: 'clinically-resolved' };
    await expect(press('okoye', form)).rejects.toMatchObject({ code: 'invalid' });
    await expect(press('okoye', { ...form, outcome: 'gone' })).rejects.toMatchObject({ code: 'invalid' });
    const outcome = 'sent-to-emergency-care';
    await expect(press('marlow', { ...form, outcome })).rejects.toMatchObject({ code: 'forbidden' });
    await press('okoye', { ...form, outcome, note: ' By ambulance. ' });
    expect(now()).toMatchObject({ status: 'closed', outcome, lastEvent: { note: 'By ambulance.' } });
  });

  test('replies, and says by a tick that the patient was asked something', async () => {
    const { press, now } = await page('Hello');
    await press('marlow', { act: 'reply', text: 'Which day?', waiting: '1' });
    expect(now().status).toBe('waiting-on-patient');
    const other = await page('Hello');
    await other.press('marlow', { act: 'reply', text: 'Tuesday at ten.' });
    expect(other.now().status).toBe('answered');
  });

  test('replies to one address of a form after a call from the other only where that was chosen', async () => {
    const { press, now, ports } = await page('Hello', {
      typed: true,
      contact: { email: 'a@example.com', phone: '+15125550143' },
    });
    await ports.inquiries.changeCourse(
      now(),
      { proved: ['email'], called: true },
      { id: '2', what: 'wrote-again', at: now().receivedAt, actor: { patient: true } },
      now().receivedAt,
    );
    const form = { act: 'reply', text: 'Hello' };
    await expect(press('okoye', form)).rejects.toMatchObject({ code: 'refused' });
    await press('okoye', { ...form, channel: 'email' });
    expect(now().status).toBe('answered');
  });

  test('lowers a level with a reason', async () => {
    const { press, now } = await page(emergencyWords);
    await expect(press('okoye', { act: 'lower', level: 'E9', why: 'x' })).rejects.toMatchObject({
      code: 'invalid',
    });
    await expect(press('okoye', { act: 'lower', level: 'U' })).rejects.toMatchObject({ code: 'invalid' });
    await press('okoye', { act: 'lower', level: 'U', why: 'A bruise.' });
    expect(now()).toMatchObject({ level: 'U', lastEvent: { note: 'A bruise.' } });
  });

  test('decides on a welfare check, with a reason', async () => {
    const { press, now } = await page(emergencyWords);
    const form = { act: 'welfare-check', decision: 'requested' };
    await expect(press('okoye', form)).rejects.toMatchObject({ code: 'invalid' });
    await expect(press('okoye', { ...form, decision: 'later', why: 'x' })).rejects.toMatchObject({
      code: 'invalid',
    });
    await press('okoye', { ...form, why: 'No answer.' });
    expect(now()).toMatchObject({ welfareCheck: 'requested', lastEvent: { note: 'No answer.' } });
  });

  test('notes that a triage call was offered, once', async () => {
    const { press, now } = await page('I would like to speak with the doctor', { wantsPhysician: true });
    await press('marlow', { act: 'triage-call' });
    expect(now()).toMatchObject({ status: 'new', lastEvent: { what: 'triage-offered' } });
    await expect(press('sato', { act: 'triage-call' })).rejects.toMatchObject({ code: 'conflict' });
  });

  test('takes back what was pressed last', async () => {
    const { press, now } = await page('How much is a consultation?');
    await press('marlow', { act: 'call-reached' });
    await expect(press('okoye', { act: 'undo' })).rejects.toMatchObject({ code: 'conflict' });
    await press('marlow', { act: 'undo' });
    expect(now()).toMatchObject({ status: 'new', answeredCount: 0 });
  });

  test('is one of those on the page', async () => {
    const { press } = await page('How much is a consultation?');
    for (const name of ['', 'delete', 'constructor', 'toString'])
      await expect(press('okoye', { act: name })).rejects.toMatchObject({ code: 'invalid' });
  });
});
