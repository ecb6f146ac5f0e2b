import type { Campaign, CampaignContent } from '../../../domain/campaign/campaign.ts';
import { type CampaignMeans, problemsOf } from '../../../domain/campaign/campaign-problems.ts';
import {
  amended,
  approved,
  drafted,
  paused,
  resumed,
  reviewed,
  stopped,
  submitted,
} from '../../../domain/campaign/campaign-steps.ts';
import { isBadStanding } from '../../../domain/consent/checks/mail.ts';
import { DomainError } from '../../../domain/errors.ts';
import { ratesOf } from '../../../domain/recall/know.ts';
import { type CampaignOperationPorts, campaignOf } from '../campaign-access.ts';
import { CampaignBody, CampaignView, campaignView, ReasonBody } from '../campaign-schemas.ts';
import { type Call, type Operation, operation } from '../operation.ts';
import { campaignLists } from './campaign-lists.ts';
import { offerOperations } from './offers.ts';

type Given = Pick<Call<unknown, unknown>, 'parameters' | 'ifVersion'>;

const success = { status: 200, schema: CampaignView } as const;

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

export const campaignOperations = (ports: CampaignOperationPorts): readonly Operation[] => [
  ...campaignLists(ports),
  ...writing(ports),
  ...agreeing(ports),
  ...steering(ports),
  ...offerOperations(ports),
];
