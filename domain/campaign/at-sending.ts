import type { Decision } from '../consent/decide.ts';
import type { PatientRecord } from '../patient/patient.ts';
import { localDay } from '../recall/local-day.ts';
import type { Touch } from '../recall/touch.ts';
import { type Campaign, isUnsuited } from './campaign.ts';
import { standingOf } from './campaign-steps.ts';
import type { CampaignLook } from './campaigns.ts';
import { type IssuePorts, issueOffer } from './issue.ts';

export interface GatePorts extends IssuePorts {
  readonly campaigns: CampaignLook;
}

/** Whether a touch of a campaign may still go, and as what. */
export type Gate =
  | {
      readonly outcome: 'go';
      readonly touch: Touch;
      readonly remunerated: boolean;
      readonly campaign?: Campaign;
    }
  | { readonly outcome: 'cancel'; readonly reason: string }
  | { readonly outcome: 'wait'; readonly until: string };

const dayMilliseconds = 86_400_000;
/** The same time on the next day. */
export const tomorrow = (now: string): string => new Date(Date.parse(now) + dayMilliseconds).toISOString();

interface About {
  readonly touch: Touch;
  readonly record: PatientRecord;
  /** ISO instant, and the zone whose calendar counts. */
  readonly now: string;
  readonly zone: string;
}

/** Asks a touch's campaign at the moment of sending: stopped, the touch is cancelled; while it waits, so does the touch. */
export async function campaignGate({ campaigns }: Pick<GatePorts, 'campaigns'>, about: About): Promise<Gate> {
  const { touch, record, now, zone } = about;
  if (touch.campaign === undefined) return { outcome: 'go', touch, remunerated: false };
  const campaign = await campaigns.find(touch.campaign);
  const today = localDay(now, zone);
  const standing = standingOf(campaign, today, campaigns.fingerprint);
  if (!campaign || standing === 'over') return { outcome: 'cancel', reason: 'its campaign is over' };
  if (isUnsuited(campaign.content, record, today))
    return { outcome: 'cancel', reason: 'what it is about was found not suitable for the patient' };
  if (standing === 'waits') return { outcome: 'wait', until: tomorrow(now) };
  return { outcome: 'go', touch, remunerated: campaign.content.thirdPartyRemuneration, campaign };
}

/** The touch with the code of its patient, where there is an offer for them and it may go at all; a touch that is sent again has the same code. */
export async function withOffer(
  ports: IssuePorts,
  campaign: Campaign | undefined,
  about: About,
  ask: () => Promise<Decision>,
): Promise<Touch> {
  const { touch } = about;
  if (!campaign?.content.offer || (await ask()).outcome !== 'allow') return touch;
  const attempt = (touch.items[0]?.attempt ?? 0) + 1;
  const issued = await issueOffer(ports, { ...about, campaign, givenBy: touch.id, attempt });
  if (!('offer' in issued)) return touch;
  const { code, bookBetween, validBetween, description } = issued.offer;
  return {
    ...touch,
    offerCode: code,
    offerBookBy: bookBetween.until,
    offerUntil: validBetween.until,
    ...(description ? { offerGives: description[about.record.patient.language] } : {}),
  };
}
