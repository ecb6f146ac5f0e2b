import { describe, expect, test } from '@jest/globals';
import type { CallTask } from '../../domain/recall/touch.ts';
import { type OverduePorts, tellOfOverdue } from '../../lambdas/watch/tell-of-overdue.ts';
import { fridayMorning, lakeside } from '../support/lakeside.ts';
import { memoryOutreach } from '../support/memory-outreach.ts';

const wednesday = '2026-11-25T16:00:00.000Z';
const task: CallTask = {
  id: 't1',
  touchId: 't1',
  patientId: 'pat_1',
  location: 'downtown',
  kind: 'review',
  dueOn: '2026-11-20',
  why: 'perhaps wants no more messages',
  revokedAt: fridayMorning,
  state: 'open',
};

function desk(answer: () => Promise<{ state: 'accepted'; providerId: string }>) {
  const sent: { to: string; text: string }[] = [];
  const { outreach } = memoryOutreach();
  const ports: Omit<OverduePorts, 'now'> = {
    outreach,
    members: async () => lakeside.staff.members,
    practice: lakeside.identity,
    templates: lakeside['staff-templates'],
    mailer: {
      send: async ({ to, text }) => {
        sent.push({ to, text });
        return answer();
      },
    },
  };
  return { ports, sent, outreach };
}
const accepted = async () => ({ state: 'accepted' as const, providerId: '1' });

describe('revocations that nobody settled', () => {
  test('are told to the manager on the third business day, once a day, without a name', async () => {
    const { ports, sent, outreach } = desk(accepted);
    await outreach.addTask(task);
    expect(await tellOfOverdue({ ...ports, now: '2026-11-25T14:00:00.000Z' })).toBe(0);
    expect(await tellOfOverdue({ ...ports, now: wednesday })).toBe(1);
    expect(await tellOfOverdue({ ...ports, now: '2026-11-25T17:00:00.000Z' })).toBe(1);
    expect(sent).toHaveLength(1);
    expect(sent[0]?.text).toContain('three business days: 1');
    expect(sent[0]?.text).not.toContain('pat_1');
    await tellOfOverdue({ ...ports, now: '2026-11-26T16:00:00.000Z' });
    expect(sent).toHaveLength(2);
  });

  test('where nobody could be told, the next hour tries again', async () => {
    let fails = true;
    const { ports, sent, outreach } = desk(() => (fails ? Promise.reject(new Error('down')) : accepted()));
    await outreach.addTask(task);
    await tellOfOverdue({ ...ports, now: wednesday });
    fails = false;
    await tellOfOverdue({ ...ports, now: '2026-11-25T17:00:00.000Z' });
    expect(sent).toHaveLength(2);
  });
});
