import { describe, expect, test } from '@jest/globals';
import { campaignGate, withOffer } from '../../../domain/campaign/at-sending.ts';
import type { Campaign } from '../../../domain/campaign/campaign.ts';
import type { Decision } from '../../../domain/consent/decide.ts';
import type { Touch } from '../../../domain/recall/touch.ts';
import {
  approvedCampaign,
  campaignContent,
  fingerprint,
  memoryCampaigns,
} from '../../support/memory-campaigns.ts';
import { emptyRecord } from '../../support/recall-record.ts';

const touch: Touch = {
  id: 'p1.2026-11-21',
  schema: 1,
  patientId: 'p1',
  location: 'downtown',
  on: '2026-11-21',
  sweepId: 's',
  channel: 'email',
  otherwise: [],
  class: 'marketing',
  template: 'offer',
  items: [{ id: 'campaign#c1', episode: '2026-11-21', attempts: 0, attempt: 0 }],
  campaign: 'c1',
  state: 'planned',
  sendAt: '2026-11-21T15:00:00.000Z',
};
const about = { touch, record: emptyRecord, now: '2026-11-21T16:00:00.000Z', zone: 'America/Chicago' };
const gateOf = (campaign: Campaign | undefined, one = touch) =>
  campaignGate({ campaigns: { find: async () => campaign, fingerprint } }, { ...about, touch: one });
const decided = (outcome: 'allow' | 'block') => async () =>
  ({ outcome, reason: 'no', rules: [] }) as unknown as Decision;

describe('at sending', () => {
  test('a touch of a campaign that was stopped is cancelled, and waits while it is paused', async () => {
    expect(await gateOf(approvedCampaign({ state: 'running' }))).toMatchObject({ outcome: 'go' });
    expect(await gateOf(approvedCampaign({ state: 'stopped' }))).toMatchObject({ outcome: 'cancel' });
    expect(await gateOf(undefined)).toMatchObject({ outcome: 'cancel' });
    const tomorrow = { outcome: 'wait', until: '2026-11-22T16:00:00.000Z' };
    for (const state of ['paused', 'draft', 'submitted'] as const)
      expect(await gateOf(approvedCampaign({ state }))).toEqual(tomorrow);
    const changed = { by: 'bell', at: '', content: 'other words' };
    expect(await gateOf(approvedCampaign({ state: 'running', approval: changed }))).toEqual(tomorrow);
  });

  test('a touch about what was found not suitable since is cancelled', async () => {
    const consultations = [
      {
        patientId: 'p1',
        id: 'k',
        on: '2026-11-20',
        about: 'botulinum-toxin',
        outcome: 'not-suitable' as const,
      },
    ];
    const gate = await campaignGate(
      { campaigns: { find: async () => approvedCampaign({ state: 'running' }), fingerprint } },
      { ...about, record: { ...emptyRecord, consultations } },
    );
    expect(gate).toMatchObject({ outcome: 'cancel', reason: expect.stringContaining('not suitable') });
  });

  test('says whether somebody pays for it (R23)', async () => {
    const content = { ...campaignContent, thirdPartyRemuneration: true };
    expect(await gateOf(approvedCampaign({ content }))).toMatchObject({ remunerated: true });
    expect(await gateOf(approvedCampaign())).toMatchObject({ remunerated: false });
    const { campaign: _none, ...recall } = touch;
    expect(await gateOf(undefined, recall as Touch)).toMatchObject({ outcome: 'go', remunerated: false });
  });

  test('a code is made only where it may go, and is the same when it is tried again', async () => {
    const { store, offers } = memoryCampaigns();
    await store.save(approvedCampaign());
    let made = 0;
    const newCode = () => {
      made += 1;
      return `CODE-${made}`;
    };
    const campaign = approvedCampaign();
    expect(await withOffer({ store, newCode }, campaign, about, decided('block'))).toBe(touch);
    expect(offers.size).toBe(0);
    const first = await withOffer({ store, newCode }, campaign, about, decided('allow'));
    expect(first).toMatchObject({
      offerCode: 'CODE-1',
      offerBookBy: '2026-12-31',
      offerUntil: '2027-01-31',
      offerGives: '20% off your next visit',
    });
    expect(await withOffer({ store, newCode }, campaign, about, decided('allow'))).toEqual(first);
  });
});
