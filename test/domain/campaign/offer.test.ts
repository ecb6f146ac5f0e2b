import { describe, expect, test } from '@jest/globals';
import { type Issued, issueOffer } from '../../../domain/campaign/issue.ts';
import { isExpired, newCode, normalCode, type Offer, redeemed } from '../../../domain/campaign/offer.ts';
import { offerReport } from '../../../domain/campaign/offer-report.ts';
import type { Appointment } from '../../../domain/patient/patient.ts';
import { approvedCampaign, campaignContent, memoryCampaigns } from '../../support/memory-campaigns.ts';
import { emptyRecord, recordOf, treated } from '../../support/recall-record.ts';

const now = '2026-11-21T16:00:00.000Z';
const zone = 'America/Chicago';
const at = { now, zone };
const codeOf = (issued: Issued): string => ('offer' in issued ? issued.offer.code : issued.none);

/** Codes in order: AAA..., each once, or the given ones. */
function counter(given: readonly string[] = []) {
  let made = 0;
  return () => {
    made += 1;
    return given[made - 1] ?? `CODE-${made}`;
  };
}

function desk(changes: Partial<NonNullable<typeof campaignContent.offer>> = {}, codes = counter()) {
  const memory = memoryCampaigns();
  const offer = { ...campaignContent.offer, ...changes } as NonNullable<typeof campaignContent.offer>;
  const campaign = approvedCampaign({ content: { ...campaignContent, offer } });
  const give = async (
    patientId: string,
    givenBy: string,
    record = emptyRecord,
    attempt?: number,
    of = campaign,
  ) =>
    issueOffer(
      { store: memory.store, newCode: codes },
      {
        campaign: of,
        record: { ...record, patient: { ...record.patient, id: patientId } },
        givenBy,
        ...(attempt === undefined ? {} : { attempt }),
        ...at,
      },
    );
  return { ...memory, campaign, give };
}

describe('an offer', () => {
  test('has a code without vowels or look-alikes, read in any writing', () => {
    let turn = 0;
    const code = newCode((below) => {
      turn += 7;
      return turn % below;
    });
    expect(code).toMatch(
      /^[CDFGHJKMNPQRTWXY34679]{3}-[CDFGHJKMNPQRTWXY34679]{3}-[CDFGHJKMNPQRTWXY34679]{3}$/,
    );
    expect(normalCode(` ${code.toLowerCase().replaceAll('-', ' ')} `)).toBe(code);
  });

  test('is given once for a touch, however often it is repeated', async () => {
    const { store, give, offers } = desk();
    await store.save(approvedCampaign());
    expect(codeOf(await give('p1', 'p1.2026-11-21'))).toBe('CODE-1');
    expect(codeOf(await give('p1', 'p1.2026-11-21'))).toBe('CODE-1');
    expect(codeOf(await give('p1', 'p1.2026-11-28'))).toContain('as many codes');
    expect(offers.size).toBe(1);
  });

  test('never has a code that leads to another one', async () => {
    const { store, give } = desk({}, counter(['SAME', 'SAME', 'OTHER']));
    await store.save(approvedCampaign());
    expect(codeOf(await give('p1', 't1'))).toBe('SAME');
    expect(codeOf(await give('p2', 't2'))).toBe('OTHER');
    expect((await store.byCode('SAME'))?.patientId).toBe('p1');
  });

  test('is never given more often than its total, whatever comes in whichever order', async () => {
    const { store, give, offers } = desk({ total: 4 });
    await store.save(approvedCampaign());
    const all = await Promise.all(
      Array.from({ length: 20 }, (_, index) => give(`p${index % 10}`, `t${index % 10}`)),
    );
    expect(offers.size).toBe(4);
    expect(new Set(all.map(codeOf)).size).toBeLessThanOrEqual(5);
  });

  test.each<[string, Parameters<ReturnType<typeof desk>['give']>[2], number | undefined]>([
    [
      'booking',
      recordOf({ appointments: [{ patientId: 'p1', id: 'v', on: '2026-12-01', status: 'booked' }] }),
      1,
    ],
    ['paid', recordOf({ treatments: [treated('peel', '2026-10-01', { price: 20_000 })] }), 1],
    ['attempt 2', emptyRecord, 1],
  ])('is not given: %s', async (word, record, attempt) => {
    const { store, give } = desk(word === 'attempt 2' ? { fromAttempt: 2 } : {});
    await store.save(approvedCampaign());
    expect(codeOf(await give('p1', 't1', record, attempt))).toContain(word);
    expect(codeOf(await give('p1', 't2', emptyRecord, 2))).toBe('CODE-1');
  });

  test('is told to nobody before it may be booked', async () => {
    const { store, give } = desk({ bookBetween: { from: '2026-11-22', until: '2026-12-31' } });
    await store.save(approvedCampaign());
    expect(codeOf(await give('p1', 't1'))).toBe('it may be booked from 2026-11-22 on');
  });

  describe('is redeemed for a visit', () => {
    const offer = {
      code: 'KTR-4XM-9HC',
      campaign: 'c1',
      patientId: 'p1',
      number: 0,
      givenBy: 't1',
      state: 'open',
      fundedBy: 'practice',
      bookBetween: { from: '2026-11-10', until: '2026-11-15' },
      validBetween: { from: '2026-11-01', until: '2026-12-31' },
      issuedAt: now,
    } as const satisfies Offer;
    const visit = (bookedAt?: string, changes: Partial<Appointment> = {}): Appointment => ({
      patientId: 'p1',
      id: `v-${bookedAt ?? ''}-${changes.on ?? ''}`,
      on: '2026-11-21',
      status: 'booked',
      ...(bookedAt ? { bookedAt } : {}),
      ...changes,
    });
    const redeem = (appointments: readonly Appointment[], bookedOn?: string) => () =>
      redeemed(offer, { staff: 'marlow', appointments, bookedOn }, at);
    const inside = '2026-11-12T15:00:00.000Z';
    const before = '2026-11-09T15:00:00.000Z';

    test.each([
      ['booked in its days', [visit(inside)], undefined],
      ['booked in its days, whatever staff say', [visit(inside)], '2026-11-20'],
      ['booked on its last evening by the local clock', [visit('2026-11-16T04:00:00.000Z')], undefined],
      ['of which only the day of the booking is known', [visit('2026-11-10T00:00:00.000Z')], undefined],
      ['that does not tell', [visit()], undefined],
      ['that does not tell, and staff do', [visit()], '2026-11-15'],
      ['that may be either of two', [visit(before), visit(inside)], undefined],
      [
        'beside one that was cancelled, or of another day',
        [visit(before, { status: 'cancelled' }), visit(before, { on: '2026-11-20' })],
        undefined,
      ],
      ['of which nothing is known', [], undefined],
    ])('%s', (_which, appointments, bookedOn) => {
      expect(redeem(appointments, bookedOn)().state).toBe('redeemed');
    });

    test.each([
      ['booked before its days', [visit(before)], undefined, '2026-11-09'],
      ['booked before its days, whatever staff say', [visit(before)], '2026-11-12', '2026-11-09'],
      [
        'booked after its days',
        [visit('2026-11-16T06:00:00.000Z', { status: 'fulfilled' })],
        undefined,
        '2026-11-16',
      ],
      ['that does not tell, and staff do', [visit()], '2026-11-16', '2026-11-16'],
    ])('and not for one %s', (_which, appointments, bookedOn, day) => {
      expect(redeem(appointments, bookedOn)).toThrow(
        `The visit was not booked between 2026-11-10 and 2026-11-15, but on ${day}.`,
      );
    });
  });

  test('does not stack with another that is open', async () => {
    const { store, give, campaign } = desk();
    const other = { ...campaign, id: 'c2' };
    await store.save(campaign);
    await store.save(other);
    await give('p1', 't1');
    expect(codeOf(await give('p1', 't2', emptyRecord, 1, other))).toContain('another offer');
    const stacking = { ...campaignContent.offer, stacks: true } as NonNullable<typeof campaignContent.offer>;
    const beside = { ...other, content: { ...campaignContent, offer: stacking } };
    expect(codeOf(await give('p1', 't2', emptyRecord, 1, beside))).toBe('CODE-2');
  });

  test('is redeemed once; used, void, early, late and another patient’s are told apart', async () => {
    const { store, give } = desk();
    await store.save(approvedCampaign());
    const issued = await give('p1', 't1');
    const offer = (await store.byCode(codeOf(issued))) as Offer;
    const by = { staff: 'marlow' };
    const ends = await Promise.all([1, 2, 3].map(() => store.endOffer(offer, redeemed(offer, by, at))));
    expect(ends.filter(Boolean)).toHaveLength(1);
    const used = (await store.byCode(offer.code)) as Offer;
    expect(() => redeemed(used, by, at)).toThrow('was used on 2026-11-21');
    expect(() => redeemed({ ...offer, state: 'void' }, by, at)).toThrow('taken back');
    expect(() => redeemed(offer, { ...by, patientId: 'p2' }, at)).toThrow('another patient');
    expect(() => redeemed(offer, { ...by, bookedOn: '2027-01-02' }, at)).toThrow('not booked between');
    expect(() => redeemed(offer, by, { zone, now: '2027-02-01T18:00:00.000Z' })).toThrow('expired');
    expect(() => redeemed(offer, by, { zone, now: '2026-11-19T18:00:00.000Z' })).toThrow('not good yet');
    // The last day ends by the clock of the location.
    expect(redeemed(offer, by, { zone, now: '2027-02-01T05:59:00.000Z' }).state).toBe('redeemed');
  });

  test('is reported by what became of it', async () => {
    const { store, give, offers } = desk();
    await store.save(approvedCampaign());
    for (const id of ['p1', 'p2', 'p3', 'p4']) await give(id, id);
    const [first, second] = [...offers.values()] as [Offer, Offer];
    await store.endOffer(first, { state: 'redeemed' });
    await store.endOffer(second, { state: 'void' });
    const all = [...offers.values()];
    const counts = { fundedBy: 'practice', issued: 4, redeemed: 1, void: 1 };
    expect(offerReport(all, 'practice', '2027-01-31')).toEqual({ ...counts, open: 2, expired: 0 });
    expect(offerReport(all, 'practice', '2027-02-01')).toEqual({ ...counts, open: 0, expired: 2 });
    expect(isExpired(first, '2027-02-01')).toBe(true);
  });
});
