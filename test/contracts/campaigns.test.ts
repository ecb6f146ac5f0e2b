import { describe, expect, test } from '@jest/globals';
import type { Campaigns } from '../../domain/campaign/campaigns.ts';
import type { Offer } from '../../domain/campaign/offer.ts';
import { contract, pages } from '../support/contract.ts';
import { approvedCampaign, memoryCampaigns } from '../support/memory-campaigns.ts';

const offer = (changes: Partial<Offer> = {}): Offer => ({
  code: 'KTR-4XM-9HC',
  campaign: 'c1',
  patientId: 'p1',
  number: 0,
  givenBy: 'desk#ana',
  state: 'open',
  fundedBy: 'practice',
  bookBetween: { from: '2026-11-20', until: '2026-12-31' },
  validBetween: { from: '2026-11-20', until: '2027-01-31' },
  issuedAt: '2026-11-20T16:00:00.000Z',
  ...changes,
});
const adapter = async () => (await import('../../lambdas/adapters/campaign-table.ts')).campaignTable;
const memory = () => memoryCampaigns().store;

contract<Campaigns>('campaigns', { table: 'Outreach', adapter, memory }, (fresh) => {
  test('are saved only on top of the revision before, and listed a page at a time', async () => {
    const port = await fresh();
    const [first, second] = [approvedCampaign({ id: 'c2' }), approvedCampaign({ id: 'c2', revision: 2 })];
    expect(await port.save(second)).toBe(false);
    expect(await port.save(first)).toBe(true);
    expect(await port.save(first)).toBe(false);
    expect(await port.save(second)).toBe(true);
    expect(await port.find('c2')).toEqual(second);
    expect(await port.find('c9')).toBeUndefined();
    await port.save(approvedCampaign());
    expect((await pages(port.list, 1)).flat().map(({ id }) => id)).toEqual(['c1', 'c2']);
  });

  test('go on in each zone from where they are, and have so many places a day', async () => {
    const port = await fresh();
    expect(await port.pass('c1', 'America/Chicago')).toEqual({});
    await port.keepPass('c1', 'America/Chicago', { cursor: 'there' });
    await port.keepPass('c1', 'America/Chicago', { finishedOn: '2026-11-20' });
    expect(await port.pass('c1', 'America/Chicago')).toEqual({ finishedOn: '2026-11-20' });
    expect(await port.pass('c1', 'America/Denver')).toEqual({});
    const days = ['2026-11-20', '2026-11-20', '2026-11-21'];
    const taken: boolean[] = [];
    for (const day of days) taken.push(await port.take('c1', day, 'sent', 1));
    expect(taken).toEqual([true, false, true]);
    expect(await port.take('c1', '2026-11-20', 'added', 1)).toBe(true);
    expect(await port.take('c2', '2026-11-20', 'sent', 1)).toBe(true);
  });

  describe('have codes', () => {
    test('of which there are so many, each leading to one offer', async () => {
      const port = await fresh();
      expect([await port.takeCode('c1', 1), await port.takeCode('c1', 1)]).toEqual([true, false]);
      expect(await port.takeCode('c2', 1)).toBe(true);
      expect(await port.reserveCode('KTR-4XM-9HC', offer())).toBe(true);
      expect(await port.reserveCode('KTR-4XM-9HC', offer({ patientId: 'p2' }))).toBe(false);
      expect(await port.byCode('KTR-4XM-9HC')).toBeUndefined();
      expect(await port.putOffer(offer())).toBe(true);
      expect(await port.putOffer(offer({ code: 'another' }))).toBe(false);
      expect(await port.byCode('KTR-4XM-9HC')).toEqual(offer());
      // Reserved for the same place, and never given.
      await port.reserveCode('CCC-CCC-CCC', offer());
      expect(await port.byCode('CCC-CCC-CCC')).toBeUndefined();
    });

    test('that are found by patient and by campaign, and end once', async () => {
      const port = await fresh();
      const [own, next, other] = [offer(), offer({ number: 1 }), offer({ patientId: 'p0' })];
      for (const one of [next, own, other, offer({ campaign: 'c2' })]) await port.putOffer(one);
      expect(await port.offersOf('c1', 'p1')).toEqual([own, next]);
      const all = await pages((query) => port.offers('c1', query), 2);
      expect(all.flat()).toEqual([other, own, next]);
      const end = { state: 'redeemed', endedAt: '2026-12-01T16:00:00.000Z', endedBy: 'ana' } as const;
      expect(await port.endOffer(own, end)).toBe(true);
      expect(await port.endOffer(own, { ...end, state: 'void' })).toBe(false);
      expect(await port.endOffer(offer({ patientId: 'p9' }), end)).toBe(false);
      expect(await port.offersOf('c1', 'p1')).toEqual([{ ...own, ...end }, next]);
    });
  });
});
