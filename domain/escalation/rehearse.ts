import { type Arrival, messageCame, messageOf } from '../inquiry/arrival.ts';
import type { InquiryFile } from '../inquiry/inquiries.ts';
import type { Channel, Inquiry, Level } from '../inquiry/inquiry.ts';
import type { Notice } from '../inquiry/notice.ts';
import { opened } from '../inquiry/open-or-join.ts';
import type { Compiled, Location, Practice, Staff } from '../practice/practice.ts';
import { readKey } from './notice-key.ts';
import { planEscalation } from './plan.ts';
import type { EscalationRules, policyNames } from './policy.ts';

/** What comes in, in a rehearsal. */
export interface Rehearsed {
  /** ISO instant. */
  readonly at: string;
  readonly channel: Channel;
  readonly policy: (typeof policyNames)[number] | 'review';
  readonly location: Location;
  readonly language: 'en' | 'es';
}

/** One message that would be sent while nobody answers. */
export interface Line {
  /** ISO instant. */
  readonly at: string;
  readonly kind: Notice['kind'];
  /** A member's id, or the patient. */
  readonly to: string;
  readonly way: string;
  /** The step of the policy, for alerts and pages. */
  readonly step?: string;
}

export interface Rehearsal {
  readonly deadline: string;
  readonly deadlineWhy: readonly string[];
  readonly lines: readonly Line[];
}

export interface Setting {
  readonly rules: Compiled<EscalationRules>;
  readonly practice: Practice;
  readonly staff: Staff;
}

const mostRounds = 500;
/** The last step comes round for ever; so many times are enough to see it. */
const shownRepeats = 2;

/** Whoever must have sent it for the engine itself to find this priority: a stranger is a new lead, by whichever channel. */
const senders: Partial<Readonly<Record<Rehearsed['policy'], Partial<Arrival>>>> = {
  'post-treatment': { postTreatment: 'watch' },
  other: { people: [{ patientId: 'rehearsal' }] },
  review: { review: 'rehearsal' },
};

function inquiryFor(
  { at, channel, policy, location, language }: Rehearsed,
  rules: Setting['rules'],
): InquiryFile {
  const level: Level = policy === 'E0' || policy === 'E1' || policy === 'U' ? policy : 'R';
  const arrival = messageCame({
    id: 'rehearsal-of-one-inquiry',
    receivedAt: at,
    channel,
    source: 'rehearsal',
    location,
    // Reachable by every way that the practice has.
    contact: { email: 'patient@example.com', phone: '+10000000000' },
    text: '',
    language,
    wantsPhysician: policy === 'asks-for-physician',
    assessment: { level, flags: [] },
    ...senders[policy],
  });
  const inquiry = opened(arrival, { rules, now: at });
  return { inquiry, messages: [messageOf(arrival, inquiry.id)], notices: [] };
}

function lineOf(notice: Notice, { policy }: Inquiry): Line {
  const key = readKey(notice.key);
  if ('messageId' in key) return { at: notice.at, kind: notice.kind, to: 'patient', way: 'the channel used' };
  const step =
    notice.kind === 'alert' || notice.kind === 'page'
      ? policy.steps[Number(key.round.split('.')[1])]
      : undefined;
  return {
    at: notice.at,
    kind: notice.kind,
    to: key.staff,
    way: key.way,
    ...(step ? { step: step.name } : {}),
  };
}

function asSent(key: string, at: string): Notice {
  const read = readKey(key);
  const parts =
    'messageId' in read
      ? { messageId: read.messageId }
      : { round: read.round, staff: read.staff, way: read.way };
  return { key, inquiryId: 'rehearsal', kind: read.kind, attempt: 1, state: 'sent', at, ...parts };
}

/**
 * Who would be told what, when and by what, if this came then and nobody answered for so many minutes: decided by the same plan as in
 * earnest, over the staff and the rota as they are. Sends nothing.
 */
export function rehearse(given: Rehearsed, setting: Setting, minutes: number): Rehearsal {
  const until = new Date(Date.parse(given.at) + minutes * 60_000).toISOString();
  let file = inquiryFor(given, setting.rules);
  const { deadline, deadlineWhy } = file.inquiry;
  let now = given.at;
  for (
    let round = 0;
    round < mostRounds && now <= until && (file.inquiry.repeat ?? 0) <= shownRepeats;
    round += 1
  ) {
    const plan = planEscalation(file, { ...setting, now });
    if (!plan) break;
    const notices = [...file.notices, ...plan.notices.map((key) => asSent(key, now))];
    file = { ...file, inquiry: { ...file.inquiry, ...plan.course } as Inquiry, notices };
    // A plan that tells somebody is looked at again at once in earnest too: what it told is then known.
    now = plan.dueAt > now ? plan.dueAt : new Date(Date.parse(now) + 1000).toISOString();
  }
  return { deadline, deadlineWhy, lines: file.notices.map((notice) => lineOf(notice, file.inquiry)) };
}
