import * as z from 'zod/mini';
import { previewCampaign } from '../../../domain/campaign/preview.ts';
import { ratesOf } from '../../../domain/recall/know.ts';
import { type CampaignOperationPorts, campaignOf } from '../campaign-access.ts';
import { CampaignView, campaignView, PreviewView } from '../campaign-schemas.ts';
import { type Operation, operation } from '../operation.ts';
import { decisionView } from '../recall-view.ts';
import { pageOf, paging } from '../schemas.ts';

const list = z.object(paging);

/** What is seen of campaigns, and whom one would contact. */
export function campaignLists(ports: CampaignOperationPorts): readonly Operation[] {
  const { store, fingerprint, outreach } = ports;
  return [
    operation({
      id: 'listCampaigns',
      method: 'GET',
      path: '/v1/campaigns',
      summary: 'Campaigns, a page at a time',
      query: list,
      success: { status: 200, schema: pageOf(CampaignView) },
      run: async ({ query }) => {
        const page = await store.list(query);
        const items = page.items.map((one) => campaignView(one, fingerprint(one.content)));
        return { body: { ...page, items } };
      },
    }),
    operation({
      id: 'getCampaign',
      method: 'GET',
      path: '/v1/campaigns/{id}',
      summary: 'A campaign, who wrote and who approved it',
      success: { status: 200, schema: CampaignView },
      run: async ({ parameters }) => {
        const campaign = await campaignOf(ports, parameters.id);
        return { body: campaignView(campaign, fingerprint(campaign.content)) };
      },
    }),
    operation({
      id: 'previewCampaign',
      method: 'GET',
      path: '/v1/campaigns/{id}/preview',
      summary:
        'Whom a campaign would contact today, by what, and whom not and why: of one page of the patients; nothing is written',
      query: list,
      success: { status: 200, schema: PreviewView },
      run: async ({ parameters, query, now }) => {
        const campaign = await campaignOf(ports, parameters.id);
        const rates = await ratesOf(outreach, now);
        const { decisions, ...counts } = await previewCampaign({ ...ports, now, rates }, campaign, query);
        const offer = campaign.content.offer?.description ?? null;
        return { body: { ...counts, offer, items: decisions.map(decisionView) } };
      },
    }),
  ];
}
