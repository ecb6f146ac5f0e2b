import { isEmergency, isHigher, isRedFlag } from '../../domain/escalation/choose-policy.ts';
import { nothingLeft } from '../../domain/escalation/plan.ts';
import { undeliveredOf } from '../../domain/escalation/undelivered.ts';
import { isClinician } from '../../domain/inquiry/action.ts';
import { needsOutcome } from '../../domain/inquiry/closing.ts';
import { isForPhysician } from '../../domain/inquiry/context-note.ts';
import type { InquiryFile } from '../../domain/inquiry/inquiries.ts';
import { type Inquiry, type Level, type Outcome, outcomes } from '../../domain/inquiry/inquiry.ts';
import type { AnswerWay } from '../../domain/inquiry/may-answer.ts';
import type { InquiryMessage } from '../../domain/inquiry/message.ts';
import { seeksReassurance } from '../../domain/inquiry/seeks-reassurance.ts';
import { undoable } from '../../domain/inquiry/undo.ts';
import { byWhen, howLong } from '../../domain/message/by-when.ts';
import { channelWords } from '../../domain/message/channel-words.ts';
import { composeContext } from '../../domain/message/compose-context.ts';
import { phoneText } from '../../domain/message/phone-text.ts';
import { replyWindow } from '../../domain/message/reply-window.ts';
import type { Templates } from '../../domain/message/templates.ts';
import { locationOf, type Practice, type StaffMember } from '../../domain/practice/practice.ts';
import type { HttpReply } from '../kit/http.ts';
import { actionPageTemplate } from './action-page-template.ts';
import { callText, newestWords } from './newest-words.ts';
import { page } from './page.ts';
import { type Notes, physicianNote } from './physician-note.ts';
import { replyWay } from './reply-way.ts';
import type { TaskNote } from './task-note.ts';
import { toldNote } from './told-note.ts';

export interface ActionPageContent {
  readonly file: InquiryFile;
  readonly member: StaffMember;
  readonly practice: Practice;
  readonly staffTemplates: Templates;
  /** ISO instant. */
  readonly now: string;
  /** Nobody has approved the red-flag rules that judged this. */
  readonly unapproved?: boolean;
  readonly notice?: string | undefined;
  readonly problem?: string | undefined;
  /** What the records say of whoever wrote, for a clinician and a red flag. */
  readonly notes?: Notes | undefined;
  /** Call tasks that wait at the location, where there are any. */
  readonly tasks?: TaskNote | undefined;
  /** Canned replies to begin from. */
  readonly canned?: readonly { readonly name: string; readonly text: string }[];
  /** The ways to answer, the one in kind first, with what stands against each; absent where that could not be read. */
  readonly answers?: readonly AnswerWay[] | undefined;
  /** Words that were not sent, kept for another try. */
  readonly draft?: string | undefined;
}

/** How long a social channel still lets staff answer; null where there is no such clock. */
function untilText(inquiry: Inquiry, now: string): string | null {
  const window = replyWindow(inquiry.lastChannel ?? inquiry.channel, inquiry.lastMessageAt);
  if (!window) return null;
  return window.staffUntil > now
    ? `for ${howLong(now, window.staffUntil)} more`
    : 'no longer: call, or use another channel';
}

/** R36: stands before every way to answer. */
const minorLine = ({ who, age }: NonNullable<Inquiry['apparentMinor']>): string =>
  `${who === 'writer' ? 'The writer may be a minor' : 'Who is to be treated may be a minor'}${age === undefined ? '' : ` (${age})`}: speak with the parent or guardian; ask for the birth date. Offer and book nothing before.`;

/** Who calls a nervous patient, and by when (R67). */
function callLines({ nervous, namedCall }: Inquiry, now: string, zone: string): readonly string[] {
  const steps = 'explains each step and invites questions.';
  if (!namedCall) return nervous ? [`Nervous: a person they know by name calls today, ${steps}`] : [];
  const who = namedCall.contact ?? 'a person they know by name';
  const why = namedCall.why === 'distress' ? 'In distress about how they look' : 'Nervous';
  const by = byWhen(namedCall.by, now, zone, 'en');
  return [`${why}: ${who} calls ${namedCall.by < now ? 'now; it was due by' : 'by'} ${by}, ${steps}`];
}

const reassuranceLine = (clinician: boolean): string =>
  `Asks again and again to be reassured: offer and sell nothing.${clinician ? ' For the physician: this can be a sign of body dysmorphic disorder; look before anything more is done.' : ' A physician looks before anything more is done.'}`;

function careLines(inquiry: Inquiry, member: StaffMember, now: string, zone: string): readonly string[] {
  const { postTreatment, onBehalf, proved = [], called } = inquiry;
  return [
    ...(proved.length > 1 || called
      ? [
          'Came from two addresses that only a form named together: ask before you tell one what the other wrote.',
        ]
      : []),
    ...(postTreatment ? ['Somebody with this address was treated lately: a clinician answers.'] : []),
    ...callLines(inquiry, now, zone),
    ...(seeksReassurance(inquiry) ? [reassuranceLine(isClinician(member))] : []),
    ...(onBehalf ? [`May ask for a patient: recorded as ${onBehalf}.`] : []),
  ];
}

/** Who a message that stands beside the conversation says it is from. */
function besideText({ beside, from = {} }: InquiryMessage): readonly string[] {
  if (!beside) return [];
  const says = [from.name, from.phone, from.email].filter(Boolean).join(', ');
  return [
    `Not proved to be the same person; says: ${says}. Your answer does not go there: confirm that address with the patient first.`,
  ];
}

function linesOf(message: InquiryMessage): readonly string[] {
  const { details, call, attachments } = message;
  return [
    ...besideText(message),
    ...Object.entries(details ?? {}).map(([label, text]) => `${label}: ${text}`),
    ...(call?.seconds === undefined ? [] : [`Lasted ${call.seconds} s`]),
    ...(call?.recording ? [`Recording: ${call.recording}`] : []),
    ...(attachments ?? []).map(({ name }) => `File: ${name || 'without a name'} (open it from the inquiry)`),
  ];
}

function state({ inquiry }: InquiryFile, member: StaffMember): string {
  if (inquiry.status === 'closed') return `closed (${inquiry.closeReason ?? 'no reason'})`;
  if (inquiry.claimedBy)
    return inquiry.claimedBy === member.id ? 'you have it' : `${inquiry.claimedBy} has it`;
  if (inquiry.status === 'waiting-on-patient') return 'answered, and the patient was asked something';
  return inquiry.status === 'answered' ? 'answered' : 'nobody has it yet';
}

const meanings = { E1: 'within minutes', U: 'urgent today', S: 'next business day', R: 'routine' } as const;
const outcomeTitles: Readonly<Record<Outcome, string>> = {
  'seen-in-person': 'seen in person',
  'sent-to-emergency-care': 'sent to emergency care',
  'resolved-by-phone': 'resolved by phone',
  'not-an-emergency': 'it was not an emergency',
  'patient-refused': 'the patient refused care',
};

const undone: Readonly<Record<string, string>> = {
  claimed: 'your claim',
  released: 'giving it back',
  'handed-over': 'the hand-over',
  closed: 'closing it',
  'triage-offered': 'the triage call',
};

/** What this member can take back at `now`, in words; null where there is nothing. */
function undoOf(inquiry: Inquiry, member: StaffMember, now: string): string | null {
  const last = undoable(inquiry);
  if (last?.by !== member.id || last.until < now) return null;
  return undone[last.what] ?? 'the logged call';
}

const decisions = { requested: 'requested', 'not-needed': 'not needed' } as const;

/** The question whether somebody should look after the patient (R61), for clinicians while an emergency waits. */
function welfareOf({ inquiry, notices }: InquiryFile, member: StaffMember) {
  if (!isClinician(member) || !isEmergency(inquiry.level) || nothingLeft(inquiry)) return null;
  const { welfareCheck, unreachedCalls = 0 } = inquiry;
  const asked = notices.some(({ kind, round }) => kind === 'welfare' && round === `${inquiry.answeredCount}`);
  return {
    asked: asked && welfareCheck === undefined,
    calls: unreachedCalls,
    decided: welfareCheck === undefined ? null : decisions[welfareCheck],
  };
}

/** The note of the alert to the physician, in the page's language, and whether a triage call can be offered beside. */
function doctorOf({ inquiry }: InquiryFile, { staffTemplates, now }: ActionPageContent) {
  if (!isForPhysician(inquiry)) return { context: null, offer: false };
  return {
    context: composeContext(inquiry, 'en', { staffTemplates, now }),
    offer: !nothingLeft(inquiry) && inquiry.triageOfferedAt === undefined,
  };
}

/** What only a clinician decides (R61): a lower level, and how an emergency ended. */
function clinical(inquiry: Inquiry, member: StaffMember) {
  const clinician = isClinician(member);
  const lower = (Object.entries(meanings) as [Exclude<Level, 'E0'>, string][])
    .filter(([level]) => isHigher(inquiry.level, level))
    .map(([level, means]) => ({ level, means }));
  const ending = needsOutcome(inquiry) && inquiry.status !== 'closed';
  return {
    clinician,
    lower: clinician && isRedFlag(inquiry.level) && lower.length > 0 ? lower : null,
    outcomes: ending ? outcomes.map((name) => ({ name, title: outcomeTitles[name] })) : null,
  };
}

/** What the patient, who waits, did not get of what Heard sent by itself; null where nothing is known to be missing. */
const missing = (file: InquiryFile, now: string): string | null =>
  (nothingLeft(file.inquiry) ? undefined : undeliveredOf(file, now)?.kind) ?? null;

const messagesOf = (file: InquiryFile, now: string) =>
  file.messages.map((message) => ({
    text: message.text || callText(message) || '(No words: a picture or a file.)',
    lines: linesOf(message),
    below: message.below ?? null,
    ours: message.direction === 'out',
    who: 'staff' in message.author ? `${message.author.staff} (${message.state})` : 'The patient',
    when: `${howLong(message.at, now)} ago`,
  }));

/** Whether somebody waits for an answer, and whether a call is owed besides (R67). */
const leftOf = (inquiry: Inquiry) => ({
  open: !nothingLeft(inquiry),
  owed: inquiry.namedCall !== undefined && inquiry.status !== 'closed',
});

/** The page behind the link of an alert. Opening it changes nothing. */
export function actionPage(status: number, content: ActionPageContent): HttpReply {
  const { file, member, practice, now } = content;
  const { inquiry } = file;
  const location = locationOf(practice, inquiry.location);
  const zone = location.zone;
  const { name, phone } = inquiry.contact;
  return page(status, {
    language: 'en',
    title: 'An inquiry',
    template: actionPageTemplate,
    // In Liquid an empty text is true; what is not there is null.
    values: {
      headline: `${practice.name}: somebody wrote`,
      notice: content.notice ?? null,
      problem: content.problem ?? null,
      draft: content.draft ?? '',
      isPhysician: member.roles.includes('physician'),
      replying: content.draft !== undefined,
      newest: newestWords(file),
      canned: (content.canned ?? []).map(({ name }) => ({ name, title: name.replaceAll('-', ' ') })),
      minor: inquiry.apparentMinor ? minorLine(inquiry.apparentMinor) : null,
      care: careLines(inquiry, member, now, zone),
      unapproved: content.unapproved ?? false,
      urgent: isRedFlag(inquiry.level) && inquiry.status !== 'closed',
      level: inquiry.level,
      name: name ?? 'not given',
      unreached: missing(file, now),
      ...replyWay(inquiry, content.answers, practice),
      until: untilText(inquiry, now),
      phone: phone ? phoneText(phone, practice.country) : null,
      phoneLink: phone ?? '',
      channel: channelWords(inquiry.channel, 'en').channel,
      location: location?.name ?? '',
      // A red flag in an old conversation waits since it was raised.
      waiting: howLong((isRedFlag(inquiry.level) && inquiry.flaggedAt) || inquiry.receivedAt, now),
      by: byWhen(inquiry.deadline, now, zone, 'en'),
      ...clinical(inquiry, member),
      welfare: welfareOf(file, member),
      physician: physicianNote(file, member, content.notes, practice),
      undo: undoOf(inquiry, member, now),
      ...doctorOf(file, content),
      state: state(file, member),
      tasks: content.tasks ?? null,
      review: inquiry.review ?? null,
      messages: messagesOf(file, now),
      told: toldNote(file, member, zone, now),
      ...leftOf(inquiry),
      mine: inquiry.claimedBy === member.id,
      seen: inquiry.messageCount,
    },
  });
}
