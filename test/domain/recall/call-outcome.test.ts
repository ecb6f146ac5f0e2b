import { describe, expect, test } from '@jest/globals';
import type { Ending } from '../../../domain/recall/call-outcome.ts';
import { recallHouse } from '../../support/recall-house.ts';

async function called() {
  const house = recallHouse();
  await house.person({ consents: ['call'] });
  await house.sweep();
  await house.send();
  const [task] = house.all.tasks();
  return { house, id: task?.id ?? '' };
}
const item = 'due#botulinum-toxin';

describe('the outcome of a call', () => {
  test.each<readonly [Omit<Ending, 'by'>, object]>([
    [
      { outcome: 'declined', reason: 'price' },
      { state: 'stopped', endedBy: 'declined: price' },
    ],
    [{ outcome: 'booked', bookedOn: '2027-12-01' }, { state: 'booked' }],
    [{ outcome: 'booked', bookedOn: '2026-12-01' }, { state: 'booked' }],
    [
      { outcome: 'call-back', callBackOn: '2026-11-25' },
      { state: 'open', nextOn: '2026-11-25' },
    ],
    [{ outcome: 'voicemail' }, { state: 'open', nextOn: '2026-11-27' }],
    [{ outcome: 'no-answer' }, { state: 'open', nextOn: '2026-11-23' }],
    [{ outcome: 'wrong-number' }, { state: 'open', nextOn: '2026-11-21' }],
    [{ outcome: 'done' }, { state: 'open', nextOn: '2026-12-04' }],
  ])('%o acts on the item', async (end, expected) => {
    const { house, id } = await called();
    await house.end(id, { by: 'okoye', ...end });
    expect(await house.item(item)).toMatchObject(expected);
    expect(house.all.tasks()).toMatchObject([{ state: 'done', doneBy: 'okoye', outcome: end.outcome }]);
    expect(house.all.touches()).toMatchObject([{ state: 'done' }]);
  });

  test('to call back is a call again, with the note, whoever wrote it and when', async () => {
    const { house, id } = await called();
    const note = 'Ask for her after four.';
    await house.end(id, { by: 'okoye', outcome: 'call-back', callBackOn: '2026-11-25', note });
    // By now she may be written to as well.
    await house.person({ consents: ['call', 'email'] });
    house.goTo('2026-11-25T16:05:00.000Z');
    await house.sweep();
    await house.send();
    expect(house.all.tasks()[1]).toMatchObject({
      dueOn: '2026-11-25',
      why: 'call the patient back: they asked for this day',
      callBack: { note, by: 'okoye', at: '2026-11-20T16:05:00.000Z' },
    });
    expect(await house.item(item)).not.toHaveProperty('callBack');
  });

  test('to call back about no reason to come back is a task again on that day', async () => {
    const house = recallHouse();
    await house.person();
    const task = { id: 't', touchId: 't', patientId: 'p1', location: 'downtown', dueOn: '2026-11-20' };
    await house.outreach.addTask({ ...task, kind: 'address', why: 'the mail came back', state: 'open' });
    await house.end('t', { by: 'okoye', outcome: 'call-back', callBackOn: '2026-11-23', note: 'At work.' });
    expect(house.all.tasks()).toMatchObject([
      { id: 't', state: 'done' },
      { id: 't.2026-11-23', dueOn: '2026-11-23', state: 'open', callBack: { note: 'At work.', by: 'okoye' } },
    ]);
  });

  test('a wrong number is called no more', async () => {
    const { house, id } = await called();
    await house.end(id, { by: 'okoye', outcome: 'wrong-number' });
    house.goTo('2026-12-04T16:05:00.000Z');
    await house.sweep();
    expect(house.all.touches().map(({ channel }) => channel)).toEqual(['call', 'letter']);
  });

  test('counts although the item changes at the same time', async () => {
    const { house, id } = await called();
    const { saveItem } = house.patients;
    let first = true;
    house.ending.saveItem = async (...given) => {
      if (first) {
        first = false;
        return false;
      }
      return saveItem(...given);
    };
    await house.end(id, { by: 'okoye', outcome: 'declined' });
    expect(await house.item(item)).toMatchObject({ state: 'stopped' });
  });

  test('of a booking is the visit, with its time, for everything that the call was about', async () => {
    const house = recallHouse();
    const peel = { patientId: 'p1', id: 'light-peel#2026-10-20', type: 'light-peel', on: '2026-10-20' };
    const toxin = { ...peel, id: 'botulinum-toxin#2026-08-20', type: 'botulinum-toxin', on: '2026-08-20' };
    await house.person({ consents: ['call'], treatments: [toxin, peel] });
    await house.sweep();
    await house.send();
    const id = house.all.tasks()[0]?.id ?? '';
    await house.end(id, { by: 'okoye', outcome: 'booked', bookedOn: '2026-12-01', bookedTime: '14:30' });
    const record = await house.patients.record('p1');
    expect(record?.appointments).toMatchObject([{ on: '2026-12-01', at: '2026-12-01T20:30:00.000Z' }]);
    expect(record?.items.filter(({ type }) => type === 'due')).toMatchObject([
      { state: 'booked' },
      { state: 'booked' },
    ]);
    // The practice's own system tells of the same visit, and that it was cancelled: contact goes on.
    await house.patients.saveAppointment({
      patientId: 'p1',
      id: 'own-system',
      on: '2026-12-01',
      status: 'booked',
    });
    await house.refresh();
    const reminders = async () =>
      (await house.patients.record('p1'))?.items.filter(
        ({ type, state }) => type === 'reminder' && state === 'open',
      );
    expect(await reminders()).toMatchObject([{ id: 'reminder#own-system' }]);
    await house.patients.saveAppointment({
      patientId: 'p1',
      id: 'own-system',
      on: '2026-12-01',
      status: 'cancelled',
    });
    await house.refresh();
    expect(await house.item(item)).toMatchObject({ state: 'open' });
  });

  test.each<readonly [Omit<Ending, 'by'>, string]>([
    [{ outcome: 'booked' }, 'Say for which day the visit is booked: bookedOn'],
    [{ outcome: 'booked', bookedTime: '14:30' }, 'Say for which day the visit is booked'],
    [{ outcome: 'booked', bookedOn: '2026-11-19' }, 'bookedOn lies in the past'],
    [{ outcome: 'call-back', callBackOn: '2026-11-19' }, 'callBackOn lies in the past'],
  ])('%o is refused, and the task stays open', async (end, sentence) => {
    const { house, id } = await called();
    await expect(house.end(id, { by: 'okoye', ...end })).rejects.toThrow(sentence);
    expect(house.all.tasks()).toMatchObject([{ state: 'open' }]);
    expect(await house.item(item)).not.toMatchObject({ state: 'stopped' });
  });

  test('is refused a second time, and without a day to call back on', async () => {
    const { house, id } = await called();
    await expect(house.end(id, { by: 'okoye', outcome: 'call-back' })).rejects.toThrow('which day');
    await house.end(id, { by: 'okoye', outcome: 'done' });
    await expect(house.end(id, { by: 'okoye', outcome: 'done' })).rejects.toThrow('no such open task');
  });
});
