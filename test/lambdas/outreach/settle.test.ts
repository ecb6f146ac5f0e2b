import { describe, expect, test } from '@jest/globals';
import { type SettlePorts, settle } from '../../../lambdas/outreach/settle.ts';
import { fridayMorning } from '../../support/lakeside.ts';

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
