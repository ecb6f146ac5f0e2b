import { describe, expect, test } from '@jest/globals';
import type { RecallRules } from '../../../domain/recall/recall-rules.ts';
import { lakeside } from '../../support/lakeside.ts';
import { cutter } from '../../support/memory-outreach.ts';
import { recallHouse } from '../../support/recall-house.ts';

const channels = (
  ...names: RecallRules['sequences']['due']['attempts'][number]['channels']
): Pick<RecallRules, 'sequences'> => ({
  sequences: {
    ...lakeside.recall.sequences,
    due: {
      ...lakeside.recall.sequences.due,
      attempts: [{ afterDays: 0, channels: names, template: 'due' }],
    },
  },
});

describe('sending', () => {
  test('sends once, and counts it', async () => {
    const house = recallHouse();
    await house.person();
    await house.sweep();
    expect([await house.send(), await house.send()]).toEqual([1, 0]);
    expect(house.all.touches()).toMatchObject([{ state: 'sent', providerId: 'm1', cost: 1 }]);
    expect(house.all.counts().get('2026-11-20')).toMatchObject({ sent: 1 });
  });

  test('a reminder waits while a message of the patient waits, and goes out once a person has looked', async () => {
    const house = recallHouse();
    const visit = { patientId: 'p1', id: 'a1', on: '2026-11-24', status: 'booked' as const };
    await house.person({ treatments: [], appointments: [visit] });
    const looked = { openInquiry: false, openCase: false };
    house.standing.set('p1@example.com', { ...looked, openInquiry: true });
    house.goTo('2026-11-21T16:05:00.000Z');
    await house.sweep();
    expect(house.all.touches()).toMatchObject([{ class: 'care', channel: 'email', state: 'planned' }]);
    expect(await house.send()).toBe(0);
    expect(house.all.touches()).toMatchObject([{ state: 'planned', sendAt: '2026-11-21T17:05:00.000Z' }]);
    house.standing.set('p1@example.com', looked);
    house.goTo('2026-11-21T17:05:00.000Z');
    expect(await house.send()).toBe(1);
  });

  test('after STOP nothing leaves; a person may still call where that is allowed', async () => {
    const house = recallHouse({ rules: channels('email', 'text') });
    await house.person({ consents: ['email', 'text'] });
    await house.sweep();
    await house.stop();
    await house.send();
    await house.send();
    expect(house.sent).toEqual([]);
    expect(house.all.touches()).toMatchObject([{ state: 'cancelled', reason: expect.any(String) }]);
  });

  test('takes the other channel of the attempt where the first may not be used any more', async () => {
    const house = recallHouse({ rules: channels('email', 'text') });
    await house.person({ consents: ['email', 'text'] });
    await house.sweep();
    await house.outreach.suppress('p1@example.com', 'hard-bounce', house.now());
    await house.send();
    expect(house.sent.map(({ channel }) => channel)).toEqual(['text']);
    expect(house.all.touches()).toMatchObject([{ state: 'sent', channel: 'text', otherwise: [] }]);
  });

  test('an item that ended between planning and sending cancels', async () => {
    const booked = recallHouse();
    await booked.person();
    await booked.sweep();
    await booked.book();
    await booked.send();
    expect(booked.sent).toEqual([]);
    expect(booked.all.touches()).toMatchObject([{ state: 'cancelled' }]);
  });

  test('an appointment counts as soon as it is stored, before the items were worked out', async () => {
    const house = recallHouse();
    await house.person();
    await house.sweep();
    const visit = { patientId: 'p1', id: 'visit', on: '2026-12-10', status: 'booked' as const };
    await house.patients.saveAppointment({ ...visit, type: 'botulinum-toxin' });
    await house.send();
    expect(house.sent).toEqual([]);
  });

  test('a person who put it off is obeyed', async () => {
    const house = recallHouse();
    await house.person();
    await house.sweep();
    const setting = { patientId: 'p1', id: 'due#botulinum-toxin', snoozedUntil: '2026-12-20' };
    await house.patients.saveSetting({ ...setting, reason: 'is away', by: 'okoye', at: house.now() });
    await house.send();
    expect(house.sent).toEqual([]);
  });

  test('waits while it is paused, and goes on after', async () => {
    const house = recallHouse();
    await house.person();
    await house.sweep();
    const pause = { reason: 'a mistake', by: 'manager', at: house.now() };
    await house.outreach.setPause({ ...pause, paused: true });
    await house.send();
    expect(house.sent).toEqual([]);
    expect(house.all.touches()).toMatchObject([{ state: 'planned' }]);
    await house.outreach.setPause({ ...pause, paused: false });
    await house.send();
    expect(house.sent).toHaveLength(1);
  });

  test('stops at the ceiling, which holds no call back, and goes on the next day', async () => {
    const house = recallHouse({ rules: { dailyCeiling: 40 } });
    const many = Array.from({ length: 60 }, (_, index) => `p${index}`);
    for (const id of many) await house.person({ id });
    await house.person({ id: 'p60', consents: ['call'] });
    await house.sweep();
    await house.send(200);
    expect(house.sent).toHaveLength(40);
    expect(house.all.tasks().map(({ patientId }) => patientId)).toEqual(['p60']);
    house.goTo('2026-11-21T16:05:00.000Z');
    await house.send(200);
    expect(house.sent.map(({ patientId }) => patientId).sort()).toEqual(many.toSorted());
  });

  test('what waited long is counted when it leaves, and nothing else is planned meanwhile', async () => {
    const house = recallHouse();
    await house.person();
    await house.sweep();
    house.wait(20 * 24 * 60);
    await house.sweep();
    expect(house.all.touches()).toHaveLength(1);
    await house.send();
    expect(house.sent).toHaveLength(1);
    house.wait(60);
    await house.sweep();
    expect(house.all.touches()).toHaveLength(1);
    const late = recallHouse();
    await late.person();
    await late.sweep();
    late.wait(40 * 24 * 60);
    await late.send();
    expect(late.sent).toEqual([]);
    expect(late.all.touches()).toMatchObject([{ state: 'cancelled', reason: 'it waited for too long' }]);
  });

  test('one that cannot be put into words holds nobody else up, and becomes a task', async () => {
    const house = recallHouse();
    await house.person();
    await house.person({ id: 'p2' });
    house.broken.add('p1');
    await house.sweep();
    await house.send().catch(() => undefined);
    expect(house.sent.map(({ patientId }) => patientId)).toEqual(['p2']);
    for (let hours = 0; hours < 30; hours += 1) {
      house.wait(60);
      await house.send().catch(() => undefined);
    }
    expect(house.all.touches()[0]).toMatchObject({ state: 'failed' });
    expect(house.all.tasks().map(({ patientId }) => patientId)).toEqual(['p1']);
  });

  test('a refusal is a task; so is a send of which nobody heard, and neither is sent again', async () => {
    for (const [how, state, count] of [
      ['refused', 'failed', 0],
      ['lost', 'unknown', 1],
    ] as const) {
      const house = recallHouse();
      await house.person();
      await house.sweep();
      house.messages(how);
      await house.send();
      house.wait(16);
      await house.send();
      await house.send();
      expect(house.all.touches()).toMatchObject([{ state }]);
      expect(house.all.tasks()).toMatchObject([{ patientId: 'p1', kind: 'call' }]);
      expect(house.sent).toHaveLength(count);
    }
  });

  test.each([
    ['call', 'task'],
    ['letter', 'to-print'],
  ] as const)('a %s that was cut off anywhere is handed over later, as a %s', async (channel, state) => {
    for (let calls = 0; calls < 24; calls += 1) {
      const cut = cutter();
      const house = recallHouse({ rules: channels(channel), around: cut.around });
      await house.person({ consents: ['call'] });
      await house.sweep();
      cut.state.left = calls;
      await house.send().catch(() => undefined);
      cut.state.left = -1;
      for (const minutes of [6, 16, 61]) {
        house.wait(minutes);
        await house.send();
      }
      expect([calls, house.all.touches().map((touch) => touch.state)]).toEqual([calls, [state]]);
      const words = house.all.tasks().map(({ why }) => why);
      expect(words).toEqual(channel === 'call' ? ['call the patient: it is time for the next visit'] : []);
    }
  });
});
