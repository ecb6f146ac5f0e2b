import { describe, expect, test } from '@jest/globals';
import { close } from '../../../domain/inquiry/closing.ts';
import type { Inquiry } from '../../../domain/inquiry/inquiry.ts';
import { claim, handOver, logCall, release } from '../../../domain/inquiry/staff-actions.ts';
import { undo } from '../../../domain/inquiry/undo.ts';
import { fridayMorning, later } from '../../support/lakeside.ts';
import { emergencyWords, oneInquiry } from '../../support/one-inquiry.ts';

const inSeconds = (seconds: number): string => later(fridayMorning, seconds / 60);

/** What people see of an inquiry; what the guards and the timeline change with every change is left out. */
function visible({ revision, run, dueAt, token, lastEvent, undo: last, lastChain, ...rest }: Inquiry) {
  return rest;
}

type One = Awaited<ReturnType<typeof oneInquiry>>;
const deeds: Readonly<Record<string, (one: One) => Promise<unknown>>> = {
  claim: ({ ports, by }) => claim(ports, by('okoye')),
  'hand-over': ({ ports, by }) => handOver(ports, { ...by('okoye'), to: 'physician' }),
  'answer by a call': ({ ports, by }) => logCall(ports, { ...by('okoye'), outcome: 'reached' }),
  'missed call': ({ ports, by }) => logCall(ports, { ...by('okoye'), outcome: 'no-answer' }),
  closing: ({ ports, by }) =>
    close(ports, { ...by('okoye'), reason: 'no-answer-needed', outcome: 'not-an-emergency' }),
};

describe('undo', () => {
  for (const [name, deed] of Object.entries(deeds))
    test(`of a ${name} within ten seconds brings everything back`, async () => {
      const one = await oneInquiry(emergencyWords);
      const before = visible(one.now());
      await deed(one);
      expect(visible(one.now())).not.toEqual(before);
      await undo(one.ports, one.by('okoye', inSeconds(10)));
      expect(visible(one.now())).toEqual(before);
      expect(one.now().lastEvent).toMatchObject({ what: 'undone', actor: { staff: 'okoye' } });
      expect(one.now().dueAt).toBe(inSeconds(10));
    });

  test('of a release gives the claim back', async () => {
    const { ports, by, now } = await oneInquiry('How much is a consultation?');
    await claim(ports, by('marlow'));
    const claimed = visible(now());
    await release(ports, by('marlow', inSeconds(60)));
    await undo(ports, by('marlow', inSeconds(65)));
    expect(visible(now())).toEqual(claimed);
  });

  test('is for the same person, for ten seconds, and once', async () => {
    const { ports, by, now } = await oneInquiry('How much is a consultation?');
    await claim(ports, by('marlow'));
    await expect(undo(ports, by('okoye', inSeconds(1)))).rejects.toMatchObject({ code: 'conflict' });
    await expect(undo(ports, by('marlow', inSeconds(10.001)))).rejects.toMatchObject({ code: 'conflict' });
    expect(now().claimedBy).toBe('marlow');
    await undo(ports, by('marlow', inSeconds(10)));
    await expect(undo(ports, by('marlow', inSeconds(10)))).rejects.toMatchObject({ code: 'conflict' });
  });

  test('yields to a patient’s message that came in between', async () => {
    const { ports, by, now, write } = await oneInquiry('How much is a consultation?');
    await logCall(ports, { ...by('marlow'), outcome: 'reached' });
    await write('again', 'Are you open on Saturday?', inSeconds(3));
    const { revision } = now();
    await expect(undo(ports, by('marlow', inSeconds(4)))).rejects.toMatchObject({ code: 'conflict' });
    expect(now()).toMatchObject({ revision, messageCount: 2, answeredCount: 1 });
  });

  test('wakes who waits, and starts the next run where the answer has ended the last', async () => {
    const { ports, by, now, inquiries, woken, started } = await oneInquiry('How much is a consultation?');
    await claim(ports, by('marlow'));
    await inquiries.holdToken(now(), 'token-1');
    await undo(ports, by('marlow', inSeconds(1)));
    expect(woken).toEqual(['token-1']);
    await logCall(ports, { ...by('marlow', inSeconds(2)), outcome: 'reached' });
    await inquiries.rest(now());
    expect(now().dueAt).toBeUndefined();
    await undo(ports, by('marlow', inSeconds(3)));
    expect(now()).toMatchObject({ run: 2, dueAt: inSeconds(3), answeredCount: 0 });
    expect(started).toEqual([`${now().id}-1`, `${now().id}-2`]);
  });

  test('of a closing after the answer rests again', async () => {
    const { ports, by, now, inquiries, started } = await oneInquiry('How much is a consultation?');
    await logCall(ports, { ...by('marlow'), outcome: 'reached' });
    await inquiries.rest(now());
    await close(ports, { ...by('marlow', inSeconds(20)), reason: 'answered' });
    await undo(ports, by('marlow', inSeconds(21)));
    expect(now()).toMatchObject({ status: 'answered', run: 1 });
    expect(now().dueAt).toBeUndefined();
    expect(started).toHaveLength(1);
  });

  test('of a hand-over never lets the next chain have its number: what that sent would count as sent', async () => {
    const { ports, by, now, write } = await oneInquiry('How much is a consultation?');
    await handOver(ports, { ...by('marlow'), to: 'physician' });
    expect(now().chain).toBe(1);
    await undo(ports, by('marlow', inSeconds(2)));
    expect(now().chain).toBe(0);
    await write('flag', emergencyWords, inSeconds(3));
    expect(now().chain).toBe(2);
  });

  test('of what a text ordered stays undone where that text is handled again', async () => {
    const { ports, by, now } = await oneInquiry('How much is a consultation?');
    await claim(ports, { ...by('marlow'), textId: 't1' });
    await undo(ports, by('marlow', inSeconds(2)));
    await claim(ports, { ...by('marlow', inSeconds(3)), textId: 't1' });
    expect(now()).toMatchObject({ status: 'new', lastEvent: { what: 'undone' } });
  });

  test('leaves the patient acknowledged who was told meanwhile', async () => {
    const { ports, by, now, inquiries } = await oneInquiry('How much is a consultation?');
    await claim(ports, by('marlow'));
    await inquiries.acknowledged(now().id, inSeconds(1));
    await undo(ports, by('marlow', inSeconds(2)));
    expect(now().status).toBe('acknowledged');
  });
});
