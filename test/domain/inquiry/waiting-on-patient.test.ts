import { describe, expect, test } from '@jest/globals';
import { nothingLeft } from '../../../domain/escalation/plan.ts';
import { reply } from '../../../domain/inquiry/reply.ts';
import { claim, release } from '../../../domain/inquiry/staff-actions.ts';
import { linesOf, responseFrom } from '../../../domain/report/timeline.ts';
import { fridayMorning, later } from '../../support/lakeside.ts';
import { emergencyWords, oneInquiry } from '../../support/one-inquiry.ts';

async function replied(waiting: boolean | undefined, words = 'How much is it?', staff = 'marlow') {
  const one = await oneInquiry(words);
  const at = later(fridayMorning, 5);
  const send = async () => ({ state: 'accepted', providerId: 'p' }) as const;
  await reply(
    { ...one.ports, send },
    { ...one.by(staff, at), text: 'Which day suits you?', messageId: 'r1', waiting },
  );
  const figures = async () =>
    responseFrom(one.now().id, linesOf(one.now(), await one.inquiries.timeline(one.now().id)));
  return { ...one, figures };
}

describe('an inquiry whose patient was asked something', () => {
  test('waits on the patient, and is answered all the same', async () => {
    const asked = await replied(true);
    expect(asked.now()).toMatchObject({
      status: 'waiting-on-patient',
      answeredCount: 1,
      respondedAt: later(fridayMorning, 5),
      lastEvent: { what: 'replied', why: ['waiting-on-patient'] },
    });
    expect(nothingLeft(asked.now())).toBe(true);
    const plain = await replied(undefined);
    expect(plain.now().status).toBe('answered');
    expect(await asked.figures()).toEqual(await plain.figures());
  });

  test('is in its own list, and not among those that somebody has to answer', async () => {
    const { inquiries } = await replied(true);
    const listed = async (status: 'open' | 'waiting-on-patient' | 'answered') =>
      (await inquiries.list({ status, locations: ['downtown'], limit: 9 })).items.length;
    expect([await listed('waiting-on-patient'), await listed('open'), await listed('answered')]).toEqual([
      1, 0, 0,
    ]);
  });

  test('waits for the practice again from the patient’s next message on', async () => {
    const asked = await replied(true);
    await asked.write('second', 'On Tuesday', later(fridayMorning, 60), {
      receivedAt: later(fridayMorning, 60),
    });
    const plain = await replied(undefined);
    await plain.write('second', 'On Tuesday', later(fridayMorning, 60), {
      receivedAt: later(fridayMorning, 60),
    });
    expect(asked.now()).toMatchObject({ status: 'new', waitingSince: later(fridayMorning, 60) });
    expect({ ...asked.now(), lastEvent: 0 }).toEqual({ ...plain.now(), lastEvent: 0 });
  });

  test('stays so where somebody claims it and gives it back', async () => {
    const { ports, by, now } = await replied(true);
    await claim(ports, by('sato', later(fridayMorning, 9)));
    await release(ports, by('sato', later(fridayMorning, 9.1)));
    expect(now().status).toBe('waiting-on-patient');
  });

  test('is none where the reply answers nothing: an emergency waits for a clinician', async () => {
    const { now } = await replied(true, emergencyWords);
    expect(now()).toMatchObject({ status: 'new', answeredCount: 0 });
    expect(now().lastEvent).not.toHaveProperty('why');
  });
});
