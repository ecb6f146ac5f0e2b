import { expect, test } from '@jest/globals';
import { recallHouse } from '../../support/recall-house.ts';

test('an episode that goes on after a booking keeps the days of the version that it began with', async () => {
  const house = recallHouse();
  await house.person();
  await house.sweep();
  const item = async () => house.item('due#botulinum-toxin');
  const follows = (await item())?.nextOn;
  await house.book('p1', '2026-12-10');
  expect(await item()).toMatchObject({ state: 'booked' });
  const { sequences } = house.ports().rules;
  const attempts = sequences.due.attempts.map((attempt) => ({ ...attempt, afterDays: 77 }));
  house.configure({ sequences: { ...sequences, due: { ...sequences.due, attempts } } });
  await house.patients.saveAppointment({
    patientId: 'p1',
    id: 'visit',
    on: '2026-12-10',
    status: 'cancelled',
    type: 'botulinum-toxin',
  });
  await house.refresh();
  expect(await item()).toMatchObject({ state: 'open', nextOn: follows, attempts: 1 });
  expect(follows).toBe('2026-12-04');
});
