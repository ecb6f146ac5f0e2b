import type { Campaign } from '../../domain/campaign/campaign.ts';
import type { Campaigns, Pass } from '../../domain/campaign/campaigns.ts';
import type { Offer } from '../../domain/campaign/offer.ts';
import { type Documents, documents, pageOf, partition } from './documents.ts';
import { leavingOut } from './leave-out.ts';

const allPk = 'campaigns';
const campaignKey = (id: string) => ({ pk: allPk, sk: id });
const progressKey = (id: string, sk: string) => ({ pk: `campaign#${id}`, sk });
const offersPk = (campaign: string): string => `offers#${campaign}`;
const offerKey = ({ campaign, patientId, number }: Pick<Offer, 'campaign' | 'patientId' | 'number'>) => ({
  pk: offersPk(campaign),
  sk: `${patientId}#${number}`,
});
const codeKey = (code: string) => ({ pk: `code#${code}`, sk: 'code' });

const without = leavingOut();

const offerItems = (
  items: Documents,
): Pick<
  Campaigns,
  'takeCode' | 'reserveCode' | 'putOffer' | 'byCode' | 'offersOf' | 'offers' | 'endOffer'
> => ({
  takeCode: (id, total) => items.addOne(progressKey(id, 'codes'), 'given', total),
  reserveCode: (code, { campaign, patientId, number }) =>
    items.putIf({ ...codeKey(code), campaign, patientId, number }),
  putOffer: (offer) => items.putIf({ ...offerKey(offer), ...offer }),
  byCode: async (code) => {
    const pointer = await items.get(codeKey(code));
    const item = pointer && (await items.get(offerKey(pointer as unknown as Offer)));
    // One that was reserved and never given leads to an offer with another code.
    return item?.code === code ? without<Offer>(item) : undefined;
  },
  offersOf: async (campaign, patientId) =>
    (await items.all(partition(offersPk(campaign), `${patientId}#`))).map((item) => without<Offer>(item)),
  offers: (campaign, { cursor, limit }) =>
    pageOf<Offer>(items, { ...partition(offersPk(campaign)), Limit: limit }, cursor, without),
  endOffer: async (offer, end) => {
    const ended = await items.updateIf(
      offerKey(offer),
      { ...end },
      { expression: '#state = :open', names: { '#state': 'state' }, values: { ':open': 'open' } },
    );
    return ended !== undefined;
  },
});

/** Campaigns in the table of outreach: all in one partition, as there are few; their progress and codes each in their own. */
export function campaignTable(table: string): Campaigns {
  const items = documents(table);
  return {
    ...offerItems(items),
    find: async (id) => {
      const item = await items.get(campaignKey(id));
      return item && without<Campaign>(item);
    },
    list: ({ cursor, limit }) =>
      pageOf<Campaign>(items, { ...partition(allPk), Limit: limit }, cursor, without),
    save: (campaign) =>
      items.putIf(
        { ...campaignKey(campaign.id), ...campaign },
        {
          expression: campaign.revision === 1 ? 'attribute_not_exists(pk)' : 'revision = :seen',
          ...(campaign.revision === 1 ? {} : { values: { ':seen': campaign.revision - 1 } }),
        },
      ),
    pass: async (id, zone) => {
      const item = await items.get(progressKey(id, `pass#${zone}`));
      return item ? without<Pass>(item) : {};
    },
    keepPass: (id, zone, pass) => items.put({ ...progressKey(id, `pass#${zone}`), ...pass }),
    take: (id, day, what, ceiling) => items.addOne(progressKey(id, `day#${day}`), what, ceiling),
  };
}
