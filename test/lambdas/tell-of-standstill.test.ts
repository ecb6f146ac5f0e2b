import { describe, expect, test } from '@jest/globals';
import { type StandstillMailPorts, tellOfStandstill } from '../../lambdas/watch/tell-of-standstill.ts';
import { fridayMorning, lakeside, later } from '../support/lakeside.ts';
import { memoryOutreach } from '../support/memory-outreach.ts';

function desk(answer: () => Promise<{ state: 'accepted'; providerId: string }>) {
  const sent: { to: string; subject: string; text: string }[] = [];
  const ports: Omit<StandstillMailPorts, 'now'> = {
    outreach: memoryOutreach().outreach,
    members: async () => lakeside.staff.members,
    practice: lakeside.identity,
    templates: lakeside['staff-templates'],
    mailer: {
      send: async ({ to, subject, text }) => {
        sent.push({ to, subject, text });
        return answer();
      },
    },
  };
  return { ports, sent };
}
const accepted = async () => ({ state: 'accepted' as const, providerId: '1' });
const managers = lakeside.staff.members
  .filter(({ roles }) => roles.includes('manager'))
  .flatMap(({ reach }) => reach.filter(({ way }) => way === 'email').map(({ address }) => address));

describe('recall that has stopped', () => {
  test('is told to every manager by mail, once a day while it lasts', async () => {
    const { ports, sent } = desk(accepted);
    await tellOfStandstill({ ...ports, now: fridayMorning }, { sweeps: 2, touches: 0 });
    expect(managers.length).toBeGreaterThan(0);
    expect(sent.map(({ to }) => to)).toEqual(managers);
    expect(sent[0]?.subject).toBe('Lakeside Aesthetics: recall has stopped');
    expect(sent[0]?.text).toContain('Time zones without it: 2.');
    expect(sent[0]?.text).not.toContain('Messages to patients');
    await tellOfStandstill({ ...ports, now: later(fridayMorning, 60) }, { sweeps: 2, touches: 0 });
    expect(sent).toHaveLength(managers.length);
    await tellOfStandstill({ ...ports, now: later(fridayMorning, 24 * 60) }, { sweeps: 0, touches: 100 });
    expect(sent.at(-1)?.text).toContain('still wait: 100 or more.');
    expect(sent).toHaveLength(2 * managers.length);
  });

  test('is nothing to tell of while it goes on', async () => {
    const { ports, sent } = desk(accepted);
    await tellOfStandstill({ ...ports, now: fridayMorning }, { sweeps: 0, touches: 0 });
    expect(sent).toEqual([]);
  });

  test('where nobody could be told, the next hour tries again', async () => {
    let fails = true;
    const { ports, sent } = desk(() => (fails ? Promise.reject(new Error('down')) : accepted()));
    await tellOfStandstill({ ...ports, now: fridayMorning }, { sweeps: 1, touches: 0 });
    fails = false;
    await tellOfStandstill({ ...ports, now: later(fridayMorning, 60) }, { sweeps: 1, touches: 0 });
    expect(sent).toHaveLength(2 * managers.length);
  });
});
