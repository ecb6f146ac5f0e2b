import { describe, expect, test } from '@jest/globals';
import type { Campaign } from '../../../domain/campaign/campaign.ts';
import { campaignOperations } from '../../../lambdas/desk/operations/campaigns.ts';
import { lakeside, staffMember } from '../../support/lakeside.ts';
import {
  approvedCampaign,
  campaignContent,
  fingerprint,
  memoryCampaigns,
} from '../../support/memory-campaigns.ts';
import { memoryPatients } from '../../support/memory-patients.ts';
import { emptyRecord } from '../../support/recall-record.ts';

async function desk(campaign?: Campaign, counts = { sent: 1000, bounced: 0, complained: 0 }) {
  const { store } = memoryCampaigns();
  if (campaign) await store.save(campaign);
  const { patients } = memoryPatients();
  await patients.save(emptyRecord.patient);
  const operations = campaignOperations({
    store,
    patients,
    fingerprint,
    newCode: () => 'KTR-4XM-9HC',
    staff: [],
    rules: lakeside.recall,
    types: lakeside.treatments.treatments,
    products: lakeside.treatments.products,
    wording: { mails: lakeside['recall-templates'].mails, revealing: lakeside['revealing-words'] },
    practice: lakeside.identity,
    outreach: { countsSince: async () => counts },
  } as never);
  const ask = async (
    id: string,
    staff: string,
    parameters: Readonly<Record<string, string>> = {},
    body: object = {},
    ifVersion?: number,
  ) => {
    const call = {
      member: staffMember(staff),
      parameters,
      body,
      query: {},
      contentType: 'application/json',
      ifVersion,
      now: '2026-11-21T16:00:00.000Z',
      newId: () => 'c1',
    };
    return (await operations.find((one) => one.id === id)?.run(call))?.body as Record<string, unknown>;
  };
  const rolesOf = (id: string) => operations.find((one) => one.id === id)?.roles;
  return { ask, rolesOf, patients };
}
const c1 = { id: 'c1' };

describe('campaigns at the desk', () => {
  test('go from a draft to an approval by a second person', async () => {
    const { ask, rolesOf } = await desk();
    expect(await ask('draftCampaign', 'bell', {}, campaignContent)).toMatchObject({
      state: 'draft',
      version: 1,
    });
    await ask('submitCampaign', 'bell', c1);
    await expect(ask('approveCampaign', 'bell', c1)).rejects.toMatchObject({ code: 'refused' });
    expect(rolesOf('approveCampaign')).toEqual(['manager']);
    expect(rolesOf('reviewCampaign')).toEqual(['physician', 'extender']);
    const shown = await ask('getCampaign', 'marlow', c1);
    expect(shown).toMatchObject({ authors: ['bell'], approval: null });
  });

  test('refuse what is wrong, what is not there, and what was changed by another', async () => {
    const { ask } = await desk(approvedCampaign());
    const wrong = { ...campaignContent, template: 'none' };
    await expect(ask('draftCampaign', 'bell', {}, wrong)).rejects.toMatchObject({ code: 'invalid' });
    await expect(ask('getCampaign', 'bell', { id: 'c9' })).rejects.toMatchObject({ code: 'not-found' });
    const stop = ask('stopCampaign', 'bell', c1, { reason: 'full' }, 7);
    await expect(stop).rejects.toMatchObject({ code: 'conflict', current: { version: 1 } });
  });

  test('go on after a pause only when complaints have gone down (R21)', async () => {
    const paused = approvedCampaign({ state: 'paused' });
    const { ask } = await desk(paused, { sent: 1000, bounced: 0, complained: 1 });
    await expect(ask('resumeCampaign', 'bell', c1)).rejects.toMatchObject({ code: 'refused' });
    const { ask: later } = await desk(paused);
    expect(await later('resumeCampaign', 'bell', c1)).toMatchObject({ state: 'approved' });
  });

  test('give, redeem once, and take back a code', async () => {
    const { ask } = await desk(approvedCampaign());
    const given = await ask('giveOffer', 'marlow', c1, { patientId: 'p1' });
    expect(given).toMatchObject({ code: 'KTR-4XM-9HC', state: 'open', fundedBy: 'practice' });
    const code = { code: 'ktr4xm9hc' };
    await expect(ask('redeemOffer', 'marlow', { code: 'KTR-4XM-9HD' })).rejects.toMatchObject({
      code: 'not-found',
    });
    expect(await ask('redeemOffer', 'marlow', code)).toMatchObject({ state: 'redeemed', endedBy: 'marlow' });
    await expect(ask('redeemOffer', 'marlow', code)).rejects.toMatchObject({ code: 'conflict' });
    await expect(ask('voidOffer', 'bell', code)).rejects.toMatchObject({ code: 'conflict' });
    expect(await ask('reportOffers', 'bell', c1)).toMatchObject({ issued: 1, redeemed: 1, open: 0 });
  });

  test('refuse a code for the visit of a day when that was booked outside of its days', async () => {
    const { ask, patients } = await desk(approvedCampaign());
    const { code } = (await ask('giveOffer', 'marlow', c1, { patientId: 'p1' })) as { code: string };
    const visit = { patientId: 'p1', id: 'v', on: '2026-11-21', status: 'booked' } as const;
    await patients.saveAppointment({ ...visit, bookedAt: '2026-10-01T15:00:00.000Z' });
    await expect(ask('redeemOffer', 'marlow', { code })).rejects.toThrow('but on 2026-10-01');
  });
});
