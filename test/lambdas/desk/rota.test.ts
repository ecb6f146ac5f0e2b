import { describe, expect, test } from '@jest/globals';
import type { Staff } from '../../../domain/practice/practice.ts';
import type { RotaChange } from '../../../domain/rota/rota.ts';
import type { Call } from '../../../lambdas/desk/operation.ts';
import { type RotaPorts, rotaOperations } from '../../../lambdas/desk/operations/rota.ts';
import { memoryInquiries } from '../../../simulation/memory-inquiries.ts';
import { fridayMorning, lakeside, staffMember } from '../../support/lakeside.ts';

const span = { from: '2026-11-23T14:00:00.000Z', until: '2026-12-07T14:00:00.000Z' };

function rota(staff: Staff = lakeside.staff, practice = lakeside.identity) {
  const made: RotaChange[] = [];
  const ports = {
    practice,
    rules: lakeside.escalation,
    staff: { current: async () => staff, changeRota: async (change: RotaChange) => void made.push(change) },
    inquiries: memoryInquiries(),
    escalations: { start: async () => {}, wake: async () => {} },
  } as unknown as RotaPorts;
  const operation = rotaOperations(ports).find(({ id }) => id === 'changeRota');
  const change = async (body: unknown): Promise<unknown> => {
    const call: Call<unknown, unknown> = {
      member: staffMember('bell'),
      parameters: {},
      query: {},
      body: operation?.body?.parse(body),
      contentType: 'application/json',
      ifVersion: undefined,
      now: fridayMorning,
      newId: () => 'c1',
    };
    return (await operation?.run(call))?.body;
  };
  return { made, change };
}
const { voice: _voice, ...withoutVoice } = lakeside.identity.channels ?? {};

describe('who stands in for somebody', () => {
  test('must be able to do all that they are on call for', async () => {
    const { change, made } = rota();
    const away = { kind: 'absence', of: 'okoye', ...span };
    await expect(change({ ...away, delegate: 'marlow' })).rejects.toThrow('marlow is no physician.');
    await expect(change({ ...away, delegate: 'okoye' })).rejects.toThrow('Name somebody else');
    await expect(change({ ...away, delegate: 'gone' })).rejects.toThrow('Nobody of the staff is gone.');
    expect(made).toEqual([]);
    await change({ ...away, delegate: 'lindqvist' });
    expect(made).toMatchObject([{ of: 'okoye', delegate: 'lindqvist' }]);
  });

  test('is called for the standing entry too', async () => {
    const { change } = rota();
    const away = { kind: 'absence', of: 'sato', delegate: 'ibarra', ...span };
    await expect(change(away)).rejects.toThrow('ibarra is no extender.');
  });

  test('for whoever is on no rota, may be anybody', async () => {
    const { change, made } = rota();
    await change({ kind: 'absence', of: 'marlow', delegate: 'ibarra', ...span });
    expect(made).toHaveLength(1);
  });

  test('must be reached as the practice is set up', async () => {
    const { change } = rota(lakeside.staff, { ...lakeside.identity, channels: withoutVoice });
    await expect(
      change({ kind: 'override', schedule: 'physicians', staff: 'lindqvist', ...span }),
    ).rejects.toThrow('neither a voice call nor a pager topic');
  });
});
