import { describe, expect, test } from '@jest/globals';
import { pauseByStanding } from '../../../domain/campaign/bad-standing.ts';
import {
  amended,
  approved,
  drafted,
  problemsOf,
  resumed,
  reviewed,
  standingOf,
  stopped,
  submitted,
  turned,
} from '../../../domain/campaign/campaign.ts';
import { lakeside } from '../../support/lakeside.ts';
import {
  approvedCampaign,
  campaignContent,
  fingerprint,
  memoryCampaigns,
} from '../../support/memory-campaigns.ts';

const wording = { mails: lakeside['recall-templates'].mails, revealing: lakeside['revealing-words'] };
const now = '2026-11-20T16:00:00.000Z';
const agreed = (by: string, content = campaignContent) => ({ by, at: now, content: fingerprint(content) });
const handedIn = (content = campaignContent) => submitted(drafted('c1', content, 'marlow', now));

describe('a campaign', () => {
  test('is approved by somebody who wrote none of it', () => {
    const campaign = handedIn();
    expect(() => approved(campaign, agreed('marlow'))).toThrow('did not write it');
    const both = submitted(amended(campaign, campaignContent, 'bell'));
    expect(both.authors).toEqual(['marlow', 'bell']);
    expect(() => approved(both, agreed('marlow'))).toThrow('did not write it');
    expect(() => approved(both, agreed('bell'))).toThrow('did not write it');
    expect(approved(campaign, agreed('bell'))).toMatchObject({ state: 'approved', revision: 3 });
  });

  test('needs another approval after any change', () => {
    const before = approved(handedIn(), agreed('bell'));
    expect(standingOf(before, '2026-11-21', fingerprint)).toBe('runs');
    const after = amended(before, { ...campaignContent, dailyCeiling: 9 }, 'marlow');
    expect(after).toMatchObject({ state: 'draft' });
    expect(after.approval).toBeUndefined();
    expect(standingOf(after, '2026-11-21', fingerprint)).toBe('waits');
    // The wording of its template changed: the hash is another.
    expect(standingOf(before, '2026-11-21', () => 'other words')).toBe('waits');
  });

  test('that teaches is reviewed by a provider first, for the very content', () => {
    const content = { ...campaignContent, class: 'education' as const };
    const campaign = handedIn(content);
    expect(() => approved(campaign, agreed('bell', content))).toThrow('review');
    const other = reviewed(campaign, { ...agreed('okoye'), content: 'another' });
    expect(() => approved(other, agreed('bell', content))).toThrow('review');
    expect(approved(reviewed(campaign, agreed('okoye', content)), agreed('bell', content)).state).toBe(
      'approved',
    );
  });

  test('runs between its days, and is over once it is stopped', () => {
    const campaign = approvedCampaign();
    expect(standingOf(campaign, '2026-11-20', fingerprint)).toBe('waits');
    expect(standingOf(campaign, '2026-12-31', fingerprint)).toBe('runs');
    expect(standingOf(campaign, '2027-01-01', fingerprint)).toBe('over');
    expect(standingOf(undefined, '2026-12-01', fingerprint)).toBe('over');
    const ended = stopped(campaign, { by: 'bell', at: now, reason: 'full' });
    expect(standingOf(ended, '2026-12-01', fingerprint)).toBe('over');
    expect(() => amended(ended, campaignContent, 'marlow')).toThrow('has ended');
    expect(() => stopped(ended, { by: 'bell', at: now, reason: 'again' })).toThrow('has ended');
    expect(turned(campaign, '2026-11-20', '2026-11-19')).toBeUndefined();
    expect(turned(campaign, '2026-11-21', '2026-11-20')?.state).toBe('running');
    expect(turned(campaign, '2027-01-02', '2027-01-01')?.state).toBe('done');
  });

  test('says what is wrong with it', () => {
    const wrong = {
      ...campaignContent,
      audience: { none: [{ is: 'booked' as const }] },
      endOn: '2026-01-01',
      fundedBy: 'third-party' as const,
      template: 'nothing',
    };
    const words = problemsOf(wrong, wording, 1).join('; ');
    for (const part of ['whom', 'last day', 'thirdPartyRemuneration', 'no nothing'])
      expect(words).toContain(part);
    expect(problemsOf(campaignContent, wording, 1)).toEqual([]);
    const { offer } = campaignContent;
    if (!offer) throw new Error('no offer');
    const late = { ...campaignContent, offer: { ...offer, fromAttempt: 2 } };
    expect(problemsOf(late, wording, 1)).toEqual([expect.stringContaining('nobody would get its offer')]);
    expect(problemsOf(late, wording, 2)).toEqual([]);
  });

  test.each([
    [{ description: undefined }, {}, 'its offer does not say what it gives'],
    [
      { description: { en: 'Botox for half the price', es: 'la mitad del precio' } },
      {},
      'offer.description.en names a treatment, a drug or a part of the body',
    ],
    [{}, { template: 'due' }, 'the words of due do not mention the offer'],
  ])('says what is wrong with its offer: %j %j', (terms, changes, words) => {
    const { offer } = campaignContent;
    if (!offer) throw new Error('there is no offer');
    const content = {
      ...campaignContent,
      ...changes,
      offer: { ...offer, ...terms },
    } as typeof campaignContent;
    expect(problemsOf(content, wording, 1)).toEqual([expect.stringContaining(words)]);
  });

  test.each([
    [{ complaintRate: 0.001 }, 1],
    [{ bounceRate: 0.02 }, 1],
    [{ complaintRate: 0.0009, bounceRate: 0.019 }, 0],
    [{}, 0],
  ])('is paused by the standing of the mail (R21): %p', async (rates, many) => {
    const { store } = memoryCampaigns();
    await store.save(approvedCampaign());
    expect(await pauseByStanding(store, rates)).toHaveLength(many);
    expect(await pauseByStanding(store, rates)).toEqual([]);
    const campaign = await store.find('c1');
    expect(campaign?.state).toBe(many ? 'paused' : 'approved');
    expect(resumed(approvedCampaign({ state: 'paused' })).state).toBe('approved');
  });
});
