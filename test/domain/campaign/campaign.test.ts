import { describe, expect, test } from '@jest/globals';
import { pauseByStanding } from '../../../domain/campaign/bad-standing.ts';
import { treatmentsOf } from '../../../domain/campaign/campaign.ts';
import { problemsOf } from '../../../domain/campaign/campaign-problems.ts';
import {
  amended,
  approved,
  drafted,
  resumed,
  reviewed,
  standingOf,
  stopped,
  submitted,
  turned,
} from '../../../domain/campaign/campaign-steps.ts';
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

  const means = {
    wording,
    attempts: 1,
    treatments: [{ id: 'botulinum-toxin', names: ['Botox'] }],
    products: [{ id: 'retinol', names: ['Night cream'] }],
    locations: [{ id: 'downtown' }],
    providers: [{ id: 'okoye', names: ['Dr. Amara Okoye'] }],
  };

  test('names only what the practice has, by its ids', () => {
    const audience = {
      all: [
        { is: 'treated' as const, with: ['botox', 'botulinum-toxin', 'nonsense'] },
        { any: [{ is: 'bought' as const, products: ['Night Cream'] }] },
      ],
      none: [
        { is: 'at-location' as const, locations: ['uptown'] },
        { is: 'consulted' as const, outcomes: ['open' as const], about: ['lip filler'] },
        { is: 'seen-by' as const, providers: ['Dr. Amara Okoye', 'smith'], asWritten: ['Jane Smith'] },
      ],
    };
    expect(problemsOf({ ...campaignContent, audience, about: ['peel'] }, means)).toEqual([
      'there is no treatment botox: write botulinum-toxin',
      'there is no treatment nonsense: write one of botulinum-toxin',
      'there is no product Night Cream: write retinol',
      'there is no location uptown: write one of downtown',
      'there is no treatment lip filler: write one of botulinum-toxin',
      'there is no provider Dr. Amara Okoye: write okoye',
      'there is no provider smith: write one of okoye, or write the name as your own system has it under asWritten',
      'there is no treatment peel: write one of botulinum-toxin',
    ]);
  });

  test('is about what it says, else what its audience asks for', () => {
    const audience = {
      all: [{ is: 'treated' as const, with: ['filler-lips'] }, { any: [{ is: 'adult' as const }] }],
      any: [{ is: 'consulted' as const, outcomes: ['open' as const], about: ['light-peel'] }],
      none: [{ is: 'treated' as const, with: ['botulinum-toxin'] }],
    };
    expect(treatmentsOf({ audience })).toEqual(['filler-lips', 'light-peel']);
    expect(treatmentsOf({ audience, about: ['facial'] })).toEqual(['facial']);
  });

  test('offers nothing from an attempt on that it does not make', () => {
    const window = { from: '2026-12-01', until: '2026-12-31' };
    const terms = { fromAttempt: 2, bookBetween: window, validBetween: window };
    const content = {
      ...campaignContent,
      startOn: window.from,
      offer: { ...campaignContent.offer, ...terms } as never,
    };
    expect(problemsOf(content, means).join()).toContain('fromAttempt to 1 at most');
    expect(problemsOf(content, { ...means, attempts: 2 })).toEqual([]);
  });

  test('says what is wrong with it', () => {
    const wrong = {
      ...campaignContent,
      audience: { none: [{ is: 'booked' as const }] },
      endOn: '2026-01-01',
      fundedBy: 'third-party' as const,
      template: 'nothing',
    };
    const words = problemsOf(wrong, means).join('; ');
    for (const part of ['whom', 'last day', 'thirdPartyRemuneration', 'no nothing'])
      expect(words).toContain(part);
    expect(problemsOf(campaignContent, means)).toEqual([]);
  });

  test('never begins before its offer may be booked', () => {
    const { offer } = campaignContent;
    if (!offer) throw new Error('there is no offer');
    const from = (day: string) =>
      problemsOf(
        { ...campaignContent, offer: { ...offer, bookBetween: { ...offer.bookBetween, from: day } } },
        means,
      );
    expect(from(campaignContent.startOn)).toEqual([]);
    expect(from('2026-11-22')).toEqual([
      expect.stringContaining('set startOn to 2026-11-22 or later, or offer.bookBetween.from to 2026-11-21'),
    ]);
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
    expect(problemsOf(content, means)).toEqual([expect.stringContaining(words)]);
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
