import { describe, expect, test } from '@jest/globals';
import { keepRows } from '../../../domain/patient/keep-patient.ts';
import { keepAftercare } from '../../../domain/recall/keep-aftercare.ts';
import { later } from '../../support/lakeside.ts';
import { cutter } from '../../support/memory-outreach.ts';
import {
  friday,
  type Person,
  type RecallHouse,
  type RecallHouseOptions,
  recallHouse,
} from '../../support/recall-house.ts';

const day = 24 * 60;
/** Nine in the westernmost zone of Texas, where somebody with that number may be. */
const nineOnSaturday = '2026-11-21T16:00:00.000Z';
const treated = (type: string, on = '2026-11-20') => ({ patientId: 'p1', id: `${type}#${on}`, type, on });

/** Somebody who was treated today, gave their number for texts unless said otherwise, and whose treatment has just come in. */
async function treatedToday(
  type = 'filler-lips',
  { texts = true, ...person }: Person & { readonly texts?: boolean } = {},
  options: RecallHouseOptions = {},
): Promise<RecallHouse> {
  const house = recallHouse(options);
  await house.person({ treatments: [treated(type)], ...person });
  if (texts)
    await house.patients.addConsent({
      id: 'care-text',
      patientId: 'p1',
      channel: 'text',
      purpose: 'care',
      action: 'grant',
      occurredAt: '2026-01-01',
      recordedAt: '2026-01-01T12:00:00.000Z',
      method: 'paper',
      actor: 'patient',
      address: '+15125550101',
    });
  await keepAftercare(house.ports(), 'p1');
  return house;
}

const kinds = (house: RecallHouse) =>
  house.all.touches().map(({ aftercare, channel, state }) => [aftercare, channel, state]);
const tasks = (house: RecallHouse) => house.all.tasks().map(({ kind, why }) => [kind, why]);

describe('whom to call after a treatment (R65)', () => {
  test('leaves as a text at once', async () => {
    const house = await treatedToday();
    expect([await house.send(), await house.send()]).toEqual([1, 0]);
    expect(house.sent).toEqual([{ patientId: 'p1', channel: 'text', at: friday }]);
  });

  test('at night waits for the morning, where the patient is', async () => {
    const house = await treatedToday('filler-lips', {}, { at: '2026-11-21T04:05:00.000Z' });
    await house.send();
    expect(house.sent).toEqual([]);
    expect(house.all.touches()[0]?.sendAt).toBe(nineOnSaturday);
    house.goTo(nineOnSaturday);
    await house.send();
    expect(house.sent).toMatchObject([{ channel: 'text' }]);
  });

  test('goes by mail where no text may, by a call where neither may, and to the staff where nothing may', async () => {
    const noText = await treatedToday('filler-lips', { texts: false });
    await noText.send();
    expect(noText.sent).toMatchObject([{ channel: 'email' }]);

    const neither = await treatedToday('filler-lips', { texts: false });
    await neither.outreach.suppress('p1@example.com', 'hard-bounce', friday);
    await neither.send();
    expect(neither.sent).toEqual([]);
    expect(tasks(neither)).toEqual([['call', 'tell the patient whom to call after their visit']]);

    const nothing = await treatedToday('filler-lips', {
      texts: false,
      preferences: { patientId: 'p1', forbids: ['email', 'text', 'call'], at: friday, by: 'p1' },
    });
    await nothing.send();
    expect(tasks(nothing)).toEqual([
      ['review', expect.stringMatching(/^tell the patient whom to call .*\(/)],
    ]);
    expect(kinds(nothing)[0]).toEqual(['direct-line', 'call', 'cancelled']);
  });

  test('stands beside the one touch of the day, and neither holds the other up', async () => {
    const toxin = treated('botulinum-toxin', '2026-08-20');
    const house = await treatedToday('filler-lips', { treatments: [toxin, treated('filler-lips')] });
    await house.sweep();
    await house.send();
    expect(house.sent.map(({ channel }) => channel)).toContain('text');
    expect(kinds(house).filter(([kind]) => kind === undefined)).toHaveLength(1);
    // R5 counts it: nobody is invited on the day of a message that protects them.
    expect(house.sent).toHaveLength(1);
    house.wait(day);
    await house.send();
    house.wait(day);
    await house.send();
    expect(house.sent.map(({ channel }) => channel).toSorted()).toEqual(['email', 'text', 'text']);
  });

  test('is held up by no cap of care, uses none up, and by no ceiling that others have reached', async () => {
    const reminders = {
      class: 'care' as const,
      attempts: [{ beforeDays: 1, afterDays: 0, channels: ['email' as const], template: 'reminder' }],
    };
    const rules = recallHouse().ports().rules;
    const house = recallHouse({
      rules: {
        dailyCeiling: 1,
        caps: { ...rules.caps, care: { day: 1, week: 1 } },
        sequences: { ...rules.sequences, reminder: reminders },
      },
    });
    await house.person({ treatments: [treated('filler-lips')] });
    await keepAftercare(house.ports(), 'p1');
    await house.outreach.takeSend('2026-11-20', 1);
    await house.send();
    house.wait(day);
    await house.send();
    expect(house.sent).toHaveLength(2);
    // Rates that pause campaigns are those of invitations (R21).
    expect(await house.outreach.countsSince('2026-11-01')).toMatchObject({ sent: 0 });
    await house.patients.saveAppointment({ patientId: 'p1', id: 'v', on: '2026-11-23', status: 'booked' });
    await house.refresh();
    house.wait(day);
    await house.sweep();
    await house.send();
    expect(house.sent).toHaveLength(3);
  });

  test('is not held up by a reminder that has used up the cap of care', async () => {
    const { caps } = recallHouse().ports().rules;
    const house = await treatedToday(
      'filler-lips',
      {},
      { rules: { caps: { ...caps, care: { day: 1, week: 1 } } } },
    );
    const [line] = house.all.touches();
    if (!line) throw new Error('there is no touch');
    const { aftercare, ...reminder } = {
      ...line,
      id: 'p1.2026-11-19',
      on: '2026-11-19',
      state: 'sent' as const,
    };
    await house.outreach.putTouch({ ...reminder, startedAt: later(friday, -day) });
    await house.send();
    expect([aftercare, house.sent.length]).toEqual(['direct-line', 1]);
  });

  test('that waits to leave holds no invitation back', async () => {
    const treatments = [treated('botulinum-toxin', '2026-08-20'), treated('filler-lips')];
    const house = await treatedToday('filler-lips', { treatments });
    house.wait(day);
    await house.sweep();
    expect(kinds(house).filter(([kind]) => kind === undefined)).toEqual([[undefined, 'email', 'planned']]);
  });

  test('has a ceiling of its own, so that a mistake is held up', async () => {
    const house = recallHouse({ rules: { dailyCeiling: 2 } });
    for (const id of ['p1', 'p2', 'p3']) {
      await house.person({ id, treatments: [{ ...treated('filler-lips'), patientId: id }] });
      await keepAftercare(house.ports(), id);
    }
    await house.send();
    expect(house.sent).toHaveLength(2);
  });

  test('is not sent any more once the days after the treatment are over', async () => {
    const house = await treatedToday();
    house.wait(5 * day);
    await house.send();
    expect(house.sent).toEqual([]);
    expect(house.all.touches().map(({ state }) => state)).toEqual(['cancelled', 'cancelled']);
  });

  test('goes to the record that the patient’s own was merged into', async () => {
    const house = await treatedToday();
    const record = await house.patients.record('p1');
    if (!record) throw new Error('there is no p1');
    await house.person({ id: 'p2', treatments: [{ ...treated('filler-lips'), patientId: 'p2' }] });
    await house.patients.save({ ...record.patient, mergedInto: 'p2' });
    await house.send();
    expect(house.sent).toMatchObject([{ channel: 'email' }]);
  });
});

describe('how a patient is after a treatment (R66)', () => {
  const surgery = async (person?: Parameters<typeof treatedToday>[1]) => {
    const house = await treatedToday('surgery', person);
    await house.send();
    house.wait(day);
    await house.send();
    return house;
  };
  const question = '2026-11-21.check-in';
  const callTask = ['call', 'the patient has not answered how they are after their visit: call them'];

  test('is asked the day after, at the hour at which it was recorded', async () => {
    const house = await treatedToday();
    await house.send();
    house.wait(day - 1);
    await house.send();
    expect(house.sent).toHaveLength(1);
    house.wait(1);
    await house.send();
    expect(house.sent).toHaveLength(2);
    house.wait(3 * day);
    await house.send();
    expect(tasks(house)).toEqual([]);
  });

  test('after surgery, without an answer, is a call, once, after so many hours of the question', async () => {
    const house = await surgery();
    house.wait(4 * 60 - 1);
    await house.send();
    expect(tasks(house)).toEqual([]);
    house.wait(1);
    await house.send();
    await house.send();
    expect(tasks(house)).toEqual([callTask]);
    expect(house.all.touches().find(({ aftercare }) => aftercare === 'no-answer')?.state).toBe('task');
  });

  test('with an answer is no call', async () => {
    const house = await surgery();
    await house.outreach.move({ patientId: 'p1', on: '2026-11-21', aftercare: 'check-in' }, 'sent', {
      answer: 'fine',
      answeredAt: house.now(),
    });
    house.wait(4 * 60);
    await house.send();
    expect(tasks(house)).toEqual([]);
    expect(await house.outreach.findTouch('p1', '2026-11-21.no-answer')).toMatchObject({
      state: 'cancelled',
      reason: 'the patient has answered',
    });
  });

  test('where the question itself became a call is no second one', async () => {
    const house = await surgery({
      texts: false,
      preferences: { patientId: 'p1', forbids: ['email'], at: friday, by: 'p1' },
    });
    house.wait(4 * 60);
    await house.send();
    expect(tasks(house).map(([, why]) => why)).toEqual([
      'tell the patient whom to call after their visit',
      'ask the patient how they are after their visit',
    ]);
  });

  test('put off to the morning, is a call only so many hours after that', async () => {
    const house = await treatedToday('surgery', {}, { at: '2026-11-21T02:30:00.000Z' });
    house.goTo('2026-11-22T02:30:00.000Z');
    await house.send();
    house.goTo('2026-11-22T07:00:00.000Z');
    await house.send();
    house.goTo('2026-11-22T16:00:00.000Z');
    await house.send();
    expect((await house.outreach.findTouch('p1', question))?.state).toBe('sent');
    house.wait(4 * 60 - 1);
    await house.send();
    expect(tasks(house)).toEqual([]);
    house.wait(1);
    await house.send();
    expect(tasks(house)).toEqual([callTask]);
  });

  test('that has not been asked yet is no call, however late it is', async () => {
    const house = await treatedToday('surgery');
    await house.send();
    const at = { patientId: 'p1', on: '2026-11-21' };
    await house.outreach.move({ ...at, aftercare: 'no-answer' }, 'planned', { sendAt: friday });
    await house.outreach.move({ ...at, aftercare: 'check-in' }, 'planned', { sendAt: later(friday, 1) });
    house.wait(day);
    await house.send();
    expect(tasks(house)).toEqual([]);
    expect((await house.outreach.findTouch('p1', question))?.state).toBe('sent');
    house.wait(4 * 60);
    await house.send();
    expect(tasks(house)).toEqual([callTask]);
  });

  test('is not asked while a clinical case is open, and is once it is closed: then the call follows too', async () => {
    const house = await treatedToday('surgery');
    await house.send();
    house.standing.set('p1@example.com', { openInquiry: true, openCase: true });
    house.wait(day);
    await house.send();
    house.wait(59);
    await house.send();
    expect(house.sent).toHaveLength(1);
    house.standing.clear();
    house.wait(1);
    await house.send();
    expect(house.sent).toHaveLength(2);
    house.wait(4 * 60);
    await house.send();
    expect(tasks(house)).toEqual([callTask]);
  });

  test('is not asked any more when the case was open until it is too late', async () => {
    const house = await treatedToday('surgery');
    await house.send();
    house.standing.set('p1@example.com', { openInquiry: true, openCase: true });
    for (let days = 0; days < 6; days += 1) {
      house.wait(day);
      await house.send();
    }
    expect(house.sent).toHaveLength(1);
    expect(tasks(house)).toEqual([]);
    expect((await house.outreach.findTouch('p1', question))?.reason).toMatch(/too late/);
  });

  test('is asked, and called, whatever somebody typed beside their number', async () => {
    const house = await treatedToday('surgery');
    await house.send();
    house.standing.set('p1@example.com', { openInquiry: true, openCase: true, unprovedCase: true });
    house.wait(day);
    await house.send();
    house.wait(4 * 60);
    await house.send();
    expect(house.sent).toHaveLength(2);
    expect(tasks(house)).toEqual([callTask]);
  });

  test('ends as a task of its own', async () => {
    const house = await surgery();
    house.wait(4 * 60);
    await house.send();
    const [task] = house.all.tasks();
    await house.end(task?.id ?? '', { outcome: 'done', by: 'sato' });
    expect(await house.outreach.findTouch('p1', '2026-11-21.no-answer')).toMatchObject({ state: 'done' });
    expect((await house.outreach.findTouch('p1', question))?.state).toBe('sent');
  });
});

test('after a treatment that was none nobody is asked how they are', async () => {
  const house = await treatedToday();
  expect(await house.send()).toBe(1);
  await house.patients.removeEntry('treatment', 'p1', 'filler-lips#2026-11-20');
  house.goTo('2026-11-21T20:00:00.000Z');
  expect(await house.send()).toBe(0);
  expect(kinds(house)).toEqual([
    ['direct-line', 'text', 'sent'],
    ['check-in', 'text', 'cancelled'],
  ]);
});

describe('a treatment that comes in', () => {
  const { state, around } = cutter();
  const arrives = (house: RecallHouse, type: string, on: string) => {
    const contactKeys = async () => [];
    const treatments = [treated(type, on)];
    const patient = { id: 'p1', schema: 1 as const, externalId: 'p1' };
    return keepRows({ ...house.ports(), contactKeys }, [{ patient, treatments }]);
  };

  test('of history leaves nothing, and reads nothing for it', async () => {
    const calls: string[] = [];
    const house = recallHouse({
      around: async (operation, call) => {
        calls.push(operation);
        return call();
      },
    });
    await arrives(house, 'surgery', '2026-10-20');
    expect(house.all.touches()).toEqual([]);
    expect(calls).not.toContain('touches');
  });

  test('again changes nothing', async () => {
    const house = recallHouse();
    await arrives(house, 'filler-lips', '2026-11-20');
    const before = house.all.touches();
    await arrives(house, 'filler-lips', '2026-11-20');
    expect(house.all.touches()).toEqual(before);
    expect(before).toHaveLength(2);
  });

  test('is cut off anywhere and comes again: all of its touches are there, once', async () => {
    for (let after = 0; after < 60; after += 1) {
      state.left = -1;
      const house = recallHouse({ around });
      state.left = after;
      const first = await arrives(house, 'surgery', '2026-11-20').catch(() => 'cut');
      state.left = -1;
      house.goTo(later(friday, 10));
      await arrives(house, 'surgery', '2026-11-20');
      expect(house.all.touches()).toHaveLength(7);
      if (first !== 'cut') return;
    }
    throw new Error('it was cut off every time');
  });
});
