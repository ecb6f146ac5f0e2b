import { describe, expect, test } from '@jest/globals';
import type { Touch } from '../../../domain/recall/touch.ts';
import { type SettlePorts, settle } from '../../../lambdas/outreach/settle.ts';
import { fridayMorning } from '../../support/lakeside.ts';
import { memoryOutreach } from '../../support/memory-outreach.ts';

async function bounced(bounceType: string, tags: Record<string, string[]>) {
  const suppressed: string[] = [];
  const told: string[] = [];
  const ports = {
    outreach: { suppress: async (_key: string, why: string) => void suppressed.push(why) },
    addressKey: async () => 'a key for tests',
    alertBounced: async (_inquiry: string, staff: string, _now: string, bounce: string) =>
      void told.push(`${staff} ${bounce}`),
  } as unknown as SettlePorts;
  const mail = { destination: ['somebody@example.com'], tags };
  await settle(ports, { eventType: 'Bounce', mail, bounce: { bounceType } }, fridayMorning);
  return { suppressed, told };
}

describe('a mail that came back', () => {
  const alert = { kind: ['page'], inquiryId: ['inq_1'], staffId: ['okoye'] };

  test('from a member of the staff suppresses nobody for recall', async () => {
    expect(await bounced('Permanent', alert)).toEqual({ suppressed: [], told: ['okoye hard'] });
    const care = { kind: ['acknowledgement'], inquiryId: ['inq_1'] };
    expect((await bounced('Permanent', care)).suppressed).toEqual(['hard-bounce']);
  });

  test('for now is told apart from one that came back for good', async () => {
    expect(await bounced('Transient', alert)).toEqual({ suppressed: [], told: ['okoye soft'] });
  });
});

describe('a complaint', () => {
  test('is counted once, however often it is told', async () => {
    const { outreach, all } = memoryOutreach();
    const touch: Touch = {
      id: 'p1.2026-11-20',
      schema: 1,
      patientId: 'p1',
      location: 'downtown',
      on: '2026-11-20',
      sweepId: 's',
      channel: 'email',
      otherwise: [],
      class: 'recall',
      template: 'due',
      items: [],
      state: 'delivered',
      sendAt: fridayMorning,
    };
    await outreach.putTouch(touch);
    const ports = { outreach, addressKey: async () => 'a key for tests' } as unknown as SettlePorts;
    const tags = { kind: ['recall'], touchId: [touch.id], patientId: ['p1'] };
    const event = { eventType: 'Complaint', mail: { destination: ['somebody@example.com'], tags } };
    for (let told = 0; told < 3; told += 1) await settle(ports, event, fridayMorning);
    expect([...all.counts().values()]).toMatchObject([{ complained: 1 }]);
  });
});
