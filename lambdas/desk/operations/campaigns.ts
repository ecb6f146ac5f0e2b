import * as z from 'zod/mini';
import {
  amended,
  approved,
  type Campaign,
  type CampaignContent,
  type CampaignMeans,
  drafted,
  type Fingerprint,
  paused,
  problemsOf,
  resumed,
  reviewed,
  stopped,
  submitted,
  type Wording,
} from '../../../domain/campaign/campaign.ts';
import type { Campaigns } from '../../../domain/campaign/campaigns.ts';
import { previewCampaign } from '../../../domain/campaign/preview.ts';
import { isBadStanding } from '../../../domain/consent/checks/mail.ts';
import { DomainError } from '../../../domain/errors.ts';
import type { StaffMember } from '../../../domain/practice/practice.ts';
import { ratesOf } from '../../../domain/recall/know.ts';
import { CampaignBody, CampaignView, campaignView, PreviewView, ReasonBody } from '../campaign-schemas.ts';
import { type Call, type Operation, operation } from '../operation.ts';
import { decisionView } from '../recall-view.ts';
import { pageOf, paging } from '../schemas.ts';
import { offerOperations } from './offers.ts';
import type { RecallPorts } from './recall.ts';

export interface CampaignOperationPorts extends RecallPorts {
  readonly store: Campaigns;
  readonly fingerprint: Fingerprint;
  readonly newCode: () => string;
  readonly wording: Wording;
  readonly staff: readonly Pick<StaffMember, 'id' | 'name'>[];
}

type Given = Pick<Call<unknown, unknown>, 'parameters' | 'ifVersion'>;

const list = z.object(paging);
const success = { status: 200, schema: CampaignView } as const;

async function campaignOf(
  { store }: Pick<CampaignOperationPorts, 'store'>,
  id: string | undefined,
): Promise<Campaign> {
  const campaign = await store.find(id ?? '');
  if (!campaign) throw new DomainError('not-found', 'There is no such campaign.');
  return campaign;
}

const meansOf = ({
  wording,
  rules,
  types,
  products,
  practice,
  staff,
}: CampaignOperationPorts): CampaignMeans => ({
  wording,
  attempts: rules.sequences.campaign.attempts.length,
  treatments: types,
  products,
  locations: practice.locations,
  providers: staff.map(({ id, name }) => ({ id, names: [name] })),
});

function checked(content: CampaignContent, ports: CampaignOperationPorts): CampaignContent {
  const problems = problemsOf(content, meansOf(ports));
  if (problems.length > 0) throw new DomainError('invalid', `Correct the campaign: ${problems.join('; ')}.`);
  return content;
}

/** Reads a campaign, moves it, and stores it only if nobody else did meanwhile. */
async function move(
  ports: CampaignOperationPorts,
  { parameters, ifVersion }: Given,
  step: (campaign: Campaign) => Campaign,
) {
  const before = await campaignOf(ports, parameters.id);
  const view = (campaign: Campaign) => campaignView(campaign, ports.fingerprint(campaign.content));
  const changed = 'The campaign has changed since. Look at it again.';
  if (ifVersion !== undefined && ifVersion !== before.revision)
    throw new DomainError('conflict', changed, view(before));
  const after = step(before);
  if (!(await ports.store.save(after)))
    throw new DomainError('conflict', changed, view(await campaignOf(ports, parameters.id)));
  return { body: view(after), headers: { etag: `"${after.revision}"` } };
}

function writing(ports: CampaignOperationPorts): readonly Operation[] {
  const { store, fingerprint } = ports;
  const authors = ['manager', 'coordinator'] as const;
  return [
    operation({
      id: 'draftCampaign',
      method: 'POST',
      path: '/v1/campaigns',
      summary: 'Draft a campaign; nothing leaves before another person has approved it',
      roles: authors,
      body: CampaignBody,
      success: { status: 201, schema: CampaignView },
      run: async ({ body, member, now, newId }) => {
        const campaign = drafted(newId(), checked(body, ports), member.id, now);
        await store.save(campaign);
        return { body: campaignView(campaign, fingerprint(campaign.content)) };
      },
    }),
    operation({
      id: 'amendCampaign',
      method: 'PUT',
      path: '/v1/campaigns/{id}',
      summary: 'Change a campaign: it is a draft again, its patients wait, and it needs another approval',
      roles: authors,
      versioned: true,
      body: CampaignBody,
      success,
      run: (call) =>
        move(ports, call, (campaign) => amended(campaign, checked(call.body, ports), call.member.id)),
    }),
    operation({
      id: 'submitCampaign',
      method: 'POST',
      path: '/v1/campaigns/{id}/submit',
      summary: 'Hand a draft in for approval',
      roles: authors,
      versioned: true,
      success,
      run: (call) => move(ports, call, submitted),
    }),
  ];
}

function agreeing(ports: CampaignOperationPorts): readonly Operation[] {
  const agreement = (
    { member, now }: Pick<Call<unknown, unknown>, 'member' | 'now'>,
    { content }: Campaign,
  ) => ({
    by: member.id,
    at: now,
    content: ports.fingerprint(content),
  });
  return [
    operation({
      id: 'reviewCampaign',
      method: 'POST',
      path: '/v1/campaigns/{id}/review',
      summary: 'A provider has read what a campaign teaches, and agrees',
      roles: ['physician', 'extender'],
      versioned: true,
      success,
      run: (call) => move(ports, call, (campaign) => reviewed(campaign, agreement(call, campaign))),
    }),
    operation({
      id: 'approveCampaign',
      method: 'POST',
      path: '/v1/campaigns/{id}/approve',
      summary: 'Approve a campaign that somebody else wrote, exactly as it is now',
      roles: ['manager'],
      versioned: true,
      success,
      run: (call) => move(ports, call, (campaign) => approved(campaign, agreement(call, campaign))),
    }),
  ];
}

function steering(ports: CampaignOperationPorts): readonly Operation[] {
  const roles = ['manager', 'physician'] as const;
  return [
    operation({
      id: 'stopCampaign',
      method: 'POST',
      path: '/v1/campaigns/{id}/stop',
      summary: 'End a campaign for good; what is planned is not sent, codes that are given stay good',
      roles,
      versioned: true,
      body: ReasonBody,
      success,
      run: (call) => {
        const ended = { by: call.member.id, at: call.now, reason: call.body.reason };
        return move(ports, call, (campaign) => stopped(campaign, ended));
      },
    }),
    operation({
      id: 'pauseCampaign',
      method: 'POST',
      path: '/v1/campaigns/{id}/pause',
      summary: 'Set a campaign aside for a while; its patients wait',
      roles,
      versioned: true,
      body: ReasonBody,
      success,
      run: (call) =>
        move(ports, call, (campaign) => {
          const set = paused(campaign, call.body.reason);
          if (!set) throw new DomainError('conflict', 'Only a campaign that is approved or runs is paused.');
          return set;
        }),
    }),
    operation({
      id: 'resumeCampaign',
      method: 'POST',
      path: '/v1/campaigns/{id}/resume',
      summary: 'Let a campaign go on that was paused; not while complaints or bounces are too many',
      roles,
      versioned: true,
      success,
      run: async (call) => {
        if (isBadStanding(await ratesOf(ports.outreach, call.now)))
          throw new DomainError(
            'refused',
            'Complaints or bounces of the last month are still too many (R21).',
          );
        return move(ports, call, resumed);
      },
    }),
  ];
}

function looking(ports: CampaignOperationPorts): readonly Operation[] {
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
      success,
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

export const campaignOperations = (ports: CampaignOperationPorts): readonly Operation[] => [
  ...looking(ports),
  ...writing(ports),
  ...agreeing(ports),
  ...steering(ports),
  ...offerOperations(ports),
];
