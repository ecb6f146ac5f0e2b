import type { Campaign, CampaignContent } from '../../domain/campaign/campaign.ts';
import type { Campaigns, Pass } from '../../domain/campaign/campaigns.ts';
import type { Offer } from '../../domain/campaign/offer.ts';
import { memoryPage } from './memory-page.ts';

/** Campaigns and codes in memory, as their table keeps them. */
export function memoryCampaigns() {
  const campaigns = new Map<string, Campaign>();
  const passes = new Map<string, Pass>();
  const counts = new Map<string, number>();
  const pointers = new Map<string, string>();
  const offers = new Map<string, Offer>();
  const keyOf = ({ campaign, patientId, number }: Pick<Offer, 'campaign' | 'patientId' | 'number'>): string =>
    `${campaign}#${patientId}#${number}`;
  const count = (key: string, most: number): boolean => {
    const before = counts.get(key) ?? 0;
    if (before >= most) return false;
    counts.set(key, before + 1);
    return true;
  };
  const store: Campaigns = {
    find: async (id) => campaigns.get(id),
    list: async (query) => memoryPage(campaigns, query),
    save: async (campaign) => {
      if ((campaigns.get(campaign.id)?.revision ?? 0) !== campaign.revision - 1) return false;
      campaigns.set(campaign.id, campaign);
      return true;
    },
    pass: async (id, zone) => passes.get(`${id} ${zone}`) ?? {},
    keepPass: async (id, zone, pass) => {
      passes.set(`${id} ${zone}`, pass);
    },
    take: async (id, day, what, ceiling) => count(`${id} ${day} ${what}`, ceiling),
    takeCode: async (id, total) => count(`${id} codes`, total),
    reserveCode: async (code, offer) => {
      if (pointers.has(code)) return false;
      pointers.set(code, keyOf(offer));
      return true;
    },
    putOffer: async (offer) => {
      if (offers.has(keyOf(offer))) return false;
      offers.set(keyOf(offer), offer);
      return true;
    },
    byCode: async (code) => {
      const offer = offers.get(pointers.get(code) ?? '');
      return offer?.code === code ? offer : undefined;
    },
    offersOf: async (campaign, patientId) =>
      memoryPage(offers).items.filter((one) => one.campaign === campaign && one.patientId === patientId),
    offers: async (campaign, query) =>
      memoryPage(
        [...offers].filter(([, one]) => one.campaign === campaign),
        query,
      ),
    endOffer: async (offer, end) => {
      const kept = offers.get(keyOf(offer));
      if (kept?.state !== 'open') return false;
      offers.set(keyOf(offer), { ...kept, ...end });
      return true;
    },
  };
  return { store, campaigns, counts, offers };
}

/** Whoever had toxin, and has not been seen for a year; with an offer. */
export const campaignContent: CampaignContent = {
  name: 'Not seen for a year',
  audience: {
    all: [
      { is: 'treated', with: ['botulinum-toxin'] },
      { is: 'last-seen', atLeastMonthsAgo: 12 },
    ],
  },
  template: 'lapsed',
  class: 'marketing',
  fundedBy: 'practice',
  thirdPartyRemuneration: false,
  startOn: '2026-11-21',
  endOn: '2026-12-31',
  dailyCeiling: 3,
  offer: {
    description: { en: '20% off your next visit', es: '20% menos en su próxima visita' },
    bookBetween: { from: '2026-11-20', until: '2026-12-31' },
    validBetween: { from: '2026-11-20', until: '2027-01-31' },
    perPatient: 1,
    total: 4,
    stacks: false,
    notPaidWithinDays: 60,
    fromAttempt: 1,
  },
};

/** Stands for the hash: the content itself. */
export const fingerprint = (content: CampaignContent): string => JSON.stringify(content);

/** An approved campaign that is ready to run. */
export const approvedCampaign = (changes: Partial<Campaign> = {}): Campaign => {
  const content = changes.content ?? campaignContent;
  return {
    id: 'c1',
    schema: 1,
    revision: 1,
    state: 'approved',
    content,
    authors: ['marlow'],
    createdAt: '2026-11-19T16:00:00.000Z',
    approval: { by: 'bell', at: '2026-11-19T17:00:00.000Z', content: fingerprint(content) },
    ...changes,
  };
};
