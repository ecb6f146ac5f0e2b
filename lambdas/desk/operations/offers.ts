import * as z from 'zod/mini';
import { standingOf } from '../../../domain/campaign/campaign-steps.ts';
import { issueOffer } from '../../../domain/campaign/issue.ts';
import { normalCode, type Offer, redeemed } from '../../../domain/campaign/offer.ts';
import { offerReport } from '../../../domain/campaign/offer-report.ts';
import { DomainError } from '../../../domain/errors.ts';
import { currentRecord } from '../../../domain/patient/current-record.ts';
import { locationOf } from '../../../domain/practice/practice.ts';
import { localDay } from '../../../domain/recall/local-day.ts';
import { zoneOf } from '../../../domain/recall/zones.ts';
import type { CampaignOperationPorts } from '../campaign-access.ts';
import { OfferReportView, OfferView, offerView, RedeemBody } from '../campaign-schemas.ts';
import { type Operation, operation } from '../operation.ts';
import { livingOf } from '../record-access.ts';
import { pageOf, paging } from '../schemas.ts';

const success = { status: 200, schema: OfferView } as const;
const list = z.object(paging);

async function campaignOf({ store }: CampaignOperationPorts, id: string | undefined) {
  const campaign = await store.find(id ?? '');
  if (!campaign) throw new DomainError('not-found', 'There is no such campaign.');
  return campaign;
}

async function offerOf({ store }: CampaignOperationPorts, typed: string | undefined): Promise<Offer> {
  const offer = await store.byCode(normalCode(typed ?? ''));
  if (!offer)
    throw new DomainError(
      'not-found',
      'There is no such code. Compare it with the message, letter by letter.',
    );
  return offer;
}

/** Ends an offer once; whoever comes second is told. */
async function end(
  ports: CampaignOperationPorts,
  offer: Offer,
  how: Pick<Offer, 'state' | 'endedAt' | 'endedBy'>,
) {
  if (!(await ports.store.endOffer(offer, how)))
    throw new DomainError('conflict', 'This code was used or taken back just now.');
  return { about: [offer.patientId], body: offerView({ ...offer, ...how }) };
}

function codes(ports: CampaignOperationPorts): readonly Operation[] {
  const homeZone = locationOf(ports.practice, undefined).zone;
  return [
    operation({
      id: 'redeemOffer',
      method: 'POST',
      path: '/v1/offers/{code}/redeem',
      summary: 'Redeem a code, once; wrong, used, expired and another patient’s are told apart',
      body: RedeemBody,
      success,
      subjects: ({ patientId }) => [patientId],
      run: async ({ parameters, body, member, now }) => {
        const offer = await offerOf(ports, parameters.code);
        const record = await currentRecord(ports.patients, offer.patientId);
        const zone = record ? zoneOf(record.patient, ports.practice) : homeZone;
        const { appointments = [] } = record ?? {};
        const by = { staff: member.id, ...body, appointments };
        return end(ports, offer, redeemed(offer, by, { now, zone }));
      },
    }),
    operation({
      id: 'voidOffer',
      method: 'POST',
      path: '/v1/offers/{code}/void',
      summary: 'Take a code back that was not used',
      roles: ['manager'],
      success,
      run: async ({ parameters, member, now }) => {
        const offer = await offerOf(ports, parameters.code);
        return end(ports, offer, { state: 'void', endedAt: now, endedBy: member.id });
      },
    }),
  ];
}

function ofCampaign(ports: CampaignOperationPorts): readonly Operation[] {
  const { store, patients, practice } = ports;
  return [
    operation({
      id: 'giveOffer',
      method: 'POST',
      path: '/v1/campaigns/{id}/offers',
      summary:
        'Give a patient a code by hand, on the telephone or at the desk, within the limits of the offer',
      body: z.strictObject({ patientId: z.string().check(z.minLength(1)) }),
      success: { status: 201, schema: OfferView },
      subjects: ({ patientId }) => [patientId],
      run: async ({ parameters, body, member, now }) => {
        const campaign = await campaignOf(ports, parameters.id);
        const record = await livingOf({ patients }, body.patientId);
        const zone = zoneOf(record.patient, practice);
        if (standingOf(campaign, localDay(now, zone), ports.fingerprint) !== 'runs')
          throw new DomainError('refused', 'Codes are given only while the campaign runs.');
        const issued = await issueOffer(ports, { campaign, record, givenBy: `desk#${member.id}`, now, zone });
        if ('none' in issued) throw new DomainError('refused', `No code is given: ${issued.none}.`);
        return { body: offerView(issued.offer) };
      },
    }),
    operation({
      id: 'listOffers',
      method: 'GET',
      path: '/v1/campaigns/{id}/offers',
      summary: 'Codes of a campaign that were given, a page at a time',
      query: list,
      success: { status: 200, schema: pageOf(OfferView) },
      run: async ({ parameters, query }) => {
        const campaign = await campaignOf(ports, parameters.id);
        const page = await store.offers(campaign.id, query);
        return { body: { ...page, items: page.items.map(offerView) } };
      },
    }),
    operation({
      id: 'reportOffers',
      method: 'GET',
      path: '/v1/campaigns/{id}/report',
      summary: 'How many codes were given, redeemed and expired, and who pays for them',
      success: { status: 200, schema: OfferReportView },
      run: async ({ parameters, now }) => {
        const campaign = await campaignOf(ports, parameters.id);
        const offers: Offer[] = [];
        let cursor: string | undefined;
        do {
          const page = await store.offers(campaign.id, { cursor, limit: 500 });
          offers.push(...page.items);
          cursor = page.cursor;
        } while (cursor !== undefined);
        const today = localDay(now, locationOf(practice, undefined).zone);
        return { body: offerReport(offers, campaign.content.fundedBy, today) };
      },
    }),
  ];
}

export const offerOperations = (ports: CampaignOperationPorts): readonly Operation[] => [
  ...codes(ports),
  ...ofCampaign(ports),
];
