import { describe, expect, test } from '@jest/globals';
import type { Guardian } from '../../../domain/patient/guardian.ts';
import { endTask } from '../../../domain/recall/call-outcome.ts';
import { sendTouches } from '../../../domain/recall/sending-round.ts';
import { recallHouse, zone } from '../../support/recall-house.ts';

const visit = { patientId: 'p1', id: 'A1', on: '2026-11-24', status: 'booked' as const };
const reminders = {
  reminder: {
    class: 'care' as const,
    attempts: [{ beforeDays: 3, afterDays: 0, channels: ['email' as const], template: 'reminder' }],
  },
};
const morning = '2026-11-21T16:05:00.000Z';
const guardian: Guardian = {
  patientId: 'p1',
  name: 'Maria Ellery',
  relationship: 'mother',
  email: 'maria@example.com',
  language: 'es',
  represents: true,
  evidence: 'intake form',
  by: 'sato',
  at: '2026-11-01T12:00:00.000Z',
};

/** Reminds of the visit; whom each message was written to, in which language, about whom. */
async function reminded(birthDate: string, changes: Partial<Guardian> = {}, suppress?: string) {
  const house = recallHouse();
  house.configure({ sequences: { ...house.ports().rules.sequences, ...reminders } });
  await house.person({ treatments: [], appointments: [visit] });
  const record = await house.patients.record('p1');
  if (record) await house.patients.save({ ...record.patient, birthDate });
  await house.patients.saveGuardian({ ...guardian, ...changes });
  await house.refresh();
  house.goTo(morning);
  if (suppress) await house.outreach.suppress(suppress, 'hard-bounce', morning);
  await house.sweep();
  const written: object[] = [];
  const compose = async (_: unknown, { patient }: NonNullable<typeof record>, child?: string) => {
    const { email, phone, postal, firstName, language } = patient;
    written.push({ email, phone, postal, firstName, language, child });
    return { findings: [], cost: 1, send: async () => ({ state: 'accepted' as const, providerId: 'm1' }) };
  };
  await sendTouches({ ...house.sendPorts(), compose }, 10);
  return { written, tasks: house.all.tasks(), touches: house.all.touches() };
}

describe('a reminder of a minor’s visit (R36)', () => {
  test('leaves to the guardian, by their own address and in their language, and says whose visit it is', async () => {
    const { written, tasks } = await reminded('2012-05-05');
    expect(written).toEqual([
      { email: 'maria@example.com', firstName: 'Maria', language: 'es', child: 'Rowan' },
    ]);
    expect(tasks).toEqual([]);
  });

  test.each([
    ['who only pays', { represents: false }],
    ['of a minor who consents to this care alone', { minorConsentsAlone: true }],
    ['whom another record disputes', { disputedBy: 'Jon Ellery' }],
  ])('is a task where there is only a guardian %s', async (_, changes) => {
    const { written, tasks } = await reminded('2012-05-05', changes);
    expect(written).toEqual([]);
    expect(tasks).toMatchObject([{ why: expect.stringContaining('a minor') }]);
  });

  test('is not sent to a guardian whose address came back, whatever the child’s own does', async () => {
    expect((await reminded('2012-05-05', {}, 'maria@example.com')).written).toEqual([]);
    expect((await reminded('2012-05-05', {}, 'p1@example.com')).written).toHaveLength(1);
  });

  test('goes to the patient from the eighteenth birthday on', async () => {
    expect((await reminded('2008-11-22')).written).toMatchObject([{ email: 'maria@example.com' }]);
    expect((await reminded('2008-11-21')).written).toMatchObject([{ email: 'p1@example.com' }]);
  });
});

test('a minor is never asked to come back, guardian or not', async () => {
  const house = recallHouse();
  await house.person({ consents: ['email', 'text'] });
  const record = await house.patients.record('p1');
  if (record) await house.patients.save({ ...record.patient, birthDate: '2010-01-01' });
  await house.patients.saveGuardian({ ...guardian, phone: '+15125550177' });
  await house.refresh();
  await house.sweep();
  await house.send();
  expect(house.sent).toEqual([]);
});

test('whoever wrote like a minor is not asked to come back from that moment on, until staff clear it', async () => {
  const house = recallHouse();
  await house.person();
  await house.refresh();
  await house.sweep();
  const mark = { patientId: 'p1', messageId: 'm1.0', at: house.now(), by: 'heard' };
  await house.patients.saveMinorMark(mark);
  await house.send();
  expect(house.sent).toEqual([]);
  const cleared = { by: 'sato', at: house.now(), reason: 'her card says 1990' };
  await house.patients.saveMinorMark({ ...mark, cleared });
  // The message that is registered once more marks nobody again.
  await house.patients.saveMinorMark(mark);
  expect((await house.patients.record('p1'))?.minorMark).toMatchObject({ cleared });
});

test('a call that ends in a booking of toxin for a minor in England is refused, and the task stays open', async () => {
  const house = recallHouse();
  await house.person({ consents: [] });
  const record = await house.patients.record('p1');
  if (record) await house.patients.save({ ...record.patient, birthDate: '2010-01-01' });
  const item = { id: 'due#botulinum-toxin', episode: '2026-11-20' };
  const task = { id: 't1', touchId: 't1', patientId: 'p1', location: 'downtown', dueOn: '2026-11-20' };
  await house.outreach.addTask({ ...task, kind: 'review', why: 'look at it', state: 'open', item });
  const { practice, ...ports } = house.sendPorts();
  const end = (country: string) =>
    endTask({ ...ports, practice: { ...practice, country }, zoneOf: () => zone, now: house.now() }, 't1', {
      outcome: 'booked',
      bookedOn: '2026-12-01',
      by: 'sato',
    });
  await expect(end('GB')).rejects.toThrow('under 18');
  expect(house.all.tasks()).toMatchObject([{ state: 'open' }]);
  expect((await house.patients.record('p1'))?.appointments).toEqual([]);
  await end('US');
  expect((await house.patients.record('p1'))?.appointments).toHaveLength(1);
});
