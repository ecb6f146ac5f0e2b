import { describe, expect, test } from '@jest/globals';
import type { CallTask } from '../../domain/recall/touch.ts';
import { taskNote } from '../../lambdas/patient/task-note.ts';
import { type TaskMailPorts, tellOfTasks } from '../../lambdas/watch/tell-of-tasks.ts';
import { lakeside, staffMember } from '../support/lakeside.ts';
import { memoryOutreach } from '../support/memory-outreach.ts';

const call = (id: string, changes: Partial<CallTask> = {}): CallTask => ({
  id,
  touchId: id,
  patientId: `pat_${id}`,
  location: 'downtown',
  kind: 'call',
  dueOn: '2026-11-20',
  why: 'call the patient: it is time for the next visit; the code of the offer is KTR-4XM-9HC',
  state: 'open',
  ...changes,
});

async function desk(language: 'en' | 'es' = 'en') {
  const sent: { to: string; subject: string; text: string }[] = [];
  const state = { fails: false };
  const { outreach } = memoryOutreach();
  const locations = lakeside.identity.locations.map((one) =>
    one.id === 'downtown' ? { ...one, taskSummary: { to: 'desk@lakeside.example.com', language } } : one,
  );
  const ports: Omit<TaskMailPorts, 'now'> = {
    outreach,
    members: async () => lakeside.staff.members,
    practice: { ...lakeside.identity, locations },
    templates: lakeside['staff-templates'],
    sweepAt: '09:00',
    mailer: {
      send: async ({ to, subject, text }) => {
        if (state.fails) throw new Error('down');
        sent.push({ to, subject, text });
        return { state: 'accepted', providerId: '1' };
      },
    },
  };
  await outreach.addTask(call('a', { assignee: 'marlow' }));
  await outreach.addTask(call('b', { dueOn: '2026-11-18' }));
  await outreach.addTask(call('c', { dueOn: '2026-11-25' }));
  await outreach.addTask(call('d', { location: 'west' }));
  // Friday, 20 November 2026, in Chicago.
  const at = (time: string, day = '2026-11-20') => tellOfTasks({ ...ports, now: `${day}T${time}:00.000Z` });
  return { at, sent, state, outreach };
}

describe('the morning’s mail to a location', () => {
  test('says once how many tasks wait there, who has them, and nothing of a patient', async () => {
    const { at, sent } = await desk();
    expect(await at('15:20')).toBe(0);
    expect(await at('15:30')).toBe(1);
    expect(await at('16:30')).toBe(0);
    expect(sent).toHaveLength(1);
    const [{ to, subject, text } = { to: '', subject: '', text: '' }] = sent;
    expect([to, subject]).toEqual(['desk@lakeside.example.com', 'Lakeside Downtown: 2 call task(s) wait']);
    for (const words of [
      '2 task(s) of recall are due, 1 of them since an earlier day',
      'since 2026-11-18',
      'nobody yet: 1',
    ])
      expect(text).toContain(words);
    expect(text).toContain(`${staffMember('marlow').name}: 1`);
    expect(subject + text).not.toMatch(/pat_|KTR/);
  });

  test('is in the language of the mailbox, and comes on no day on which the location is closed', async () => {
    const { at, sent } = await desk('es');
    await at('16:00', '2026-11-22');
    expect(sent).toEqual([]);
    await at('16:00', '2026-11-23');
    expect(sent[0]?.text).toContain('sin asignar: 1');
  });

  test('is tried again by the next run where it was not taken', async () => {
    const { at, sent, state } = await desk();
    state.fails = true;
    expect(await at('15:30')).toBe(0);
    state.fails = false;
    expect(await at('16:30')).toBe(1);
    expect(sent).toHaveLength(1);
  });
});

describe('the tasks on the page of an alert', () => {
  const downtown = { id: 'downtown', zone: 'America/Chicago' };
  const note = async (changes: { fails?: boolean; who?: string } = {}) => {
    const { outreach } = await desk();
    const untold: unknown[] = [];
    const tasks = changes.fails ? async () => Promise.reject(new Error('down')) : outreach.tasks;
    const staff = { member: async (id: string) => staffMember(id) };
    const ports = { outreach: { tasks }, staff, untold: (error: unknown) => void untold.push(error) };
    const found = await taskNote(ports, staffMember('marlow'), downtown, '2026-11-20T16:05:00.000Z');
    return { found, untold };
  };

  test('are counted and listed, the oldest first, without a patient or a code', async () => {
    expect((await note()).found).toEqual({
      open: 2,
      late: 1,
      shown: [
        {
          why: 'call the patient: it is time for the next visit',
          dueOn: '2026-11-18',
          late: true,
          assignee: 'nobody yet',
        },
        {
          why: 'call the patient: it is time for the next visit',
          dueOn: '2026-11-20',
          late: false,
          assignee: staffMember('marlow').name,
        },
      ],
    });
  });

  test('never keep the page from being shown', async () => {
    const { found, untold } = await note({ fails: true });
    expect(found).toBeUndefined();
    expect(untold).toHaveLength(1);
  });
});
