import { isClinician } from '../../domain/inquiry/action.ts';
import type { InquiryFile } from '../../domain/inquiry/inquiries.ts';
import {
  eventHistory,
  type NoticeOutcome,
  noticeHistory,
  type ToldNotice,
} from '../../domain/inquiry/notice-history.ts';
import type { InquiryEvent, PolicyStep } from '../../domain/inquiry/timeline-event.ts';
import { dayAndTime } from '../../domain/message/by-when.ts';
import type { StaffMember } from '../../domain/practice/practice.ts';

/** The newest lines are what somebody asks about; the API has all of them. */
const mostShown = 100;

const kinds: Readonly<Record<ToldNotice['kind'], string>> = {
  safety: 'safety reply',
  acknowledgement: 'acknowledgement',
  delay: 'word of the delay',
  page: 'page',
  alert: 'alert',
  gap: 'word that a step reached nobody',
  warning: 'warning of the promise',
  welfare: 'question about a welfare check',
  undelivered: 'word that the patient got nothing',
  'named-call': 'word of a call that is owed',
  bundle: 'word that more wait',
};

const outcomes: Readonly<Record<NoticeOutcome, string>> = {
  sending: 'being sent',
  sent: 'sent',
  delivered: 'delivered',
  undelivered: 'did not arrive',
  refused: 'not taken',
  dropped: 'not sent',
  unknown: 'nobody knows whether it left',
};

const ways: Readonly<Record<string, string>> = { sms: 'text', call: 'call', topic: 'pager', email: 'mail' };

const stepText = ({ policy, version, name }: PolicyStep): string =>
  `step "${name}" of policy ${policy}, version ${version.slice(0, 12)}`;

interface Line {
  readonly at: string;
  readonly text: (clock: (at: string) => string) => string;
}

function noticeLine(told: ToldNotice): Line {
  const { kind, staff, roles, way, outcome, reason, step, times, attempts, lastAt, sentAt } = told;
  const who =
    staff === undefined ? 'the patient' : [staff, ...(roles.length > 0 ? [`(${roles.join(', ')})`] : [])];
  const head = `${kinds[kind]} to ${[who].flat().join(' ')}${way ? ` by ${ways[way] ?? way}` : ''}`;
  const ending = `${outcomes[outcome]}${reason && outcome !== 'sent' ? ` (${reason})` : ''}`;
  return {
    at: sentAt,
    text: (clock) =>
      [
        `${head}: ${ending}`,
        ...(attempts === 2 ? [`sent once more at ${clock(lastAt)}`] : []),
        ...(times > 1 ? [`${times} times, last at ${clock(lastAt)}`] : []),
        ...(step ? [stepText(step)] : []),
      ].join('; '),
  };
}

function whoDid(actor: InquiryEvent['actor']): string {
  if ('staff' in actor) return actor.staff;
  return 'patient' in actor ? 'the patient' : 'Heard';
}

const eventLine = ({ at, what, actor, why = [], note, step }: InquiryEvent): Line => ({
  at,
  text: () =>
    [
      `${what.replaceAll('-', ' ')} (${whoDid(actor)})`,
      ...why,
      ...(note ? [note] : []),
      ...(step ? [stepText(step)] : []),
    ].join('; '),
});

/** What was done and who was told, oldest first, as the page lists it for a clinician; null for anybody else. */
export function toldNote(file: InquiryFile, member: StaffMember, zone: string, now: string) {
  if (!isClinician(member)) return null;
  const clock = (at: string): string => dayAndTime(at, zone);
  const lines = [...eventHistory(file).map(eventLine), ...noticeHistory(file, now).map(noticeLine)];
  const sorted = lines.toSorted((a, b) => (a.at === b.at ? 0 : a.at < b.at ? -1 : 1));
  const shown = sorted.slice(-mostShown);
  return {
    earlier: sorted.length - shown.length,
    lines: shown.map(({ at, text }) => ({ at: clock(at), text: text(clock) })),
  };
}
