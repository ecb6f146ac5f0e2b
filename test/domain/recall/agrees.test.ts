import { describe, expect, test } from '@jest/globals';
import { keepRegisterRow } from '../../../domain/consent/keep-register.ts';
import type { Patient } from '../../../domain/patient/patient.ts';
import { type RecallHouse, recallHouse, zone } from '../../support/recall-house.ts';

const evening = '2026-11-20T23:30:00.000Z';
const saturday = '2026-11-21T16:05:00.000Z';

async function blocked(): Promise<RecallHouse> {
  const house = recallHouse();
  await house.person({ consents: [] });
  const { phone, postal, ...patient } = (await house.patients.record('p1'))?.patient ?? ({} as Patient);
  expect([phone, postal]).not.toContain(undefined);
  await house.patients.save(patient);
  await house.sweep();
  expect(house.all.touches()).toEqual([]);
  house.goTo(evening);
  return house;
}
const agreed = {
  id: 'page',
  patientId: 'p1',
  channel: 'email',
  purpose: 'marketing',
  action: 'grant',
  occurredAt: evening,
  recordedAt: evening,
  method: 'web-checkbox',
  actor: 'patient',
  address: 'p1@example.com',
} as const;

const contactedOn = async (house: RecallHouse, at: string): Promise<readonly string[]> => {
  house.goTo(at);
  await house.sweep();
  return house.all.touches().map(({ on, channel }) => `${on} ${channel}`);
};

describe('whom nothing but a change makes contactable', () => {
  test('is contacted by the next sweep after they agree', async () => {
    const house = await blocked();
    await house.patients.addConsent(agreed);
    expect(await contactedOn(house, saturday)).toEqual(['2026-11-21 email']);
  });

  test('is contacted by the next sweep after they switch a topic on again', async () => {
    const house = recallHouse();
    const off = { patientId: 'p1', topicsOff: ['recall' as const], by: 'patient' };
    await house.person({ preferences: { ...off, at: house.now() } });
    await house.sweep();
    expect(house.all.touches()).toEqual([]);
    await house.patients.savePreferences({ ...off, topicsOff: [], at: evening });
    expect(await contactedOn(house, saturday)).toEqual(['2026-11-21 email']);
  });

  test('is contacted by the next sweep after a register has answered', async () => {
    const house = recallHouse();
    await house.person();
    const { phone = '' } = (await house.patients.record('p1'))?.patient ?? {};
    await house.patients.saveLook('p1', '2026-12-20', { zone, shard: 0 });
    await keepRegisterRow('national-dnc', { number: phone, answer: 'yes', on: '2026-11-20' }, {
      ...house.ports(),
      patients: { ...house.patients, byAddress: async () => [{ id: 'p1' }] },
      phoneKey: async (number: string) => number,
      by: 'sato',
      now: evening,
    } as never);
    expect((await house.patients.record('p1'))?.lookOn).toBe('2026-11-20');
  });

  test('waits on while nothing changed', async () => {
    expect(await contactedOn(await blocked(), saturday)).toEqual([]);
  });
});
