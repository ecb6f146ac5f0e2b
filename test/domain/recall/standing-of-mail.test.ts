import { describe, expect, test } from '@jest/globals';
import { sendTouch } from '../../../domain/recall/send-touch.ts';
import { recallHouse } from '../../support/recall-house.ts';

const sent = async (house: ReturnType<typeof recallHouse>): Promise<number> =>
  (await house.outreach.countsSince('2026-11-01')).sent;

describe('what complaints are measured against (R21)', () => {
  test('is marketing mail that left, and nothing else', async () => {
    const house = recallHouse();
    await house.person({ id: 'p1' });
    await house.person({ id: 'p2', consents: ['text'] });
    await house.person({ id: 'p3', consents: ['call'] });
    await house.sweep();
    await house.send();
    expect(new Set(house.all.touches().map(({ channel }) => channel)).size).toBeGreaterThan(1);
    const mails = house.sent.filter(({ channel }) => channel === 'email');
    expect(await sent(house)).toBe(mails.length);
    expect(mails).toHaveLength(1);
  });

  test('is not mail that was refused', async () => {
    const house = recallHouse();
    await house.person();
    house.messages('refused');
    await house.sweep();
    await house.send();
    expect(await sent(house)).toBe(0);
  });
});

test('what waits for the ceiling of its campaign takes no place of the practice’s', async () => {
  const house = recallHouse();
  await house.person();
  await house.sweep();
  const [touch] = house.all.touches();
  if (!touch) throw new Error('nothing was planned');
  await house.outreach.move(touch, 'planned', { campaign: 'c1' });
  const campaign = {
    id: 'c1',
    state: 'running',
    content: {
      audience: {},
      startOn: '2026-11-01',
      endOn: '2026-12-31',
      dailyCeiling: 0,
      thirdPartyRemuneration: false,
    },
    approval: { content: 'none' },
  };
  const ports = {
    ...house.sendPorts(),
    campaigns: { find: async () => campaign, fingerprint: () => 'none' },
    store: { take: async () => false },
  } as never;
  expect(await sendTouch(ports, { ...touch, campaign: 'c1' })).toBe('deferred');
  expect(await house.outreach.takeSend('2026-11-20', 1)).toBe(true);
});
