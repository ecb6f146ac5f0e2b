import { isRedFlag } from '../escalation/choose-policy.ts';
import { phaseOf } from '../escalation/named-call-notices.ts';
import type { NoticeKey } from '../escalation/notice-key.ts';
import { dueOf } from '../escalation/warnings.ts';
import { contextNote, isForPhysician, waitsSince } from '../inquiry/context-note.ts';
import type { Channel, Inquiry, Level } from '../inquiry/inquiry.ts';
import type { InquiryMessage } from '../inquiry/message.ts';
import { type Location, locationOf, type Practice, type StaffMember } from '../practice/practice.ts';
import { byWhen, howLong } from './by-when.ts';
import { channelWords } from './channel-words.ts';
import { composeContext } from './compose-context.ts';
import { reassuringWords } from './never-reassure.ts';
import { isSocial, type PatientWay } from './patient-ways.ts';
import { phoneText } from './phone-text.ts';
import { renderMessage } from './render.ts';
import { safetyTemplate } from './safety-template.ts';
import type { Template, Templates } from './templates.ts';

export interface Wording {
  readonly subject: string;
  readonly text: string;
}

export interface Setting {
  readonly practice: Practice;
  readonly careTemplates: Templates;
  readonly staffTemplates: Templates;
  /** ISO instant. */
  readonly now: string;
}

function template(templates: Templates, name: string): Template {
  const found = templates[name];
  if (!found) throw new Error(`practice/templates has no template named ${name}.`);
  return found;
}

/** Who has only typed an address is told what their own words say, never what the practice knows of whoever has it. */
const toldLevel = (inquiry: Inquiry, message: InquiryMessage | undefined): Level =>
  message?.told?.level ?? inquiry.level;

function patientTemplate(
  inquiry: Inquiry,
  { kind }: Extract<NoticeKey, { messageId: string }>,
  message: InquiryMessage | undefined,
  alone: boolean,
): string {
  if (kind === 'safety') return `${safetyTemplate(message)}${alone ? '-only' : ''}`;
  if (kind === 'delay') return 'delay';
  if (isRedFlag(toldLevel(inquiry, message))) return 'urgent';
  // Nothing that offers a visit goes to who may be under 18, nor asks them for more (R36).
  return (message?.apparentMinor ?? inquiry.apparentMinor) ? 'acknowledgement-minor' : 'acknowledgement';
}

/** The direct line is for whoever was treated lately and for urgent cases (R65). */
function lineFor(
  inquiry: Inquiry,
  message: InquiryMessage | undefined,
  { phone, directLine }: Location,
): string {
  const treated = message?.told ? message.told.treated : inquiry.postTreatment;
  return (isRedFlag(toldLevel(inquiry, message)) || treated ? directLine : undefined) ?? phone;
}

/** By when the patient was told last that a person answers. */
export const promisedBy = ({ deadline, newDeadline }: Inquiry): string => newDeadline ?? deadline;

/** The same for the sender of one message: who has only typed an address is told what their own words are promised. */
export function promisedTo(inquiry: Inquiry, message: InquiryMessage | undefined): string {
  const own = message?.told?.by;
  if (own === undefined) return promisedBy(inquiry);
  const { newDeadline = own } = inquiry;
  return own > newDeadline ? own : newDeadline;
}

/** The template for a way: a missed call and a chat have words of their own, a text shorter ones than a mail. */
function wordedFor(templates: Templates, name: string, used: Channel, way: PatientWay): Template {
  const variants =
    way.channel === 'email'
      ? []
      : [
          // In a chat first of all that nobody typed it (R49).
          ...(isSocial(way.channel) ? [`${name}-chat`] : []),
          ...(used === 'phone' ? [`${name}-call`] : []),
          `${name}-text`,
        ];
  const found = variants.find((variant) => variant in templates);
  return template(templates, found ?? name);
}

/** Whether the page behind the link asks to confirm what was ticked for the very address that it is sent to. */
function asksToConfirm(message: InquiryMessage | undefined, way: PatientWay): boolean {
  if (!message?.consents || message.suspected || isSocial(way.channel) || !('to' in way)) return false;
  const ticked = message.consents.some(({ channel }) => channel === way.channel);
  const from = way.channel === 'sms' ? message.from?.phone : message.from?.email;
  return ticked && from === way.to;
}

/**
 * What the patient is sent by Heard itself: a safety reply (R59) or an acknowledgement with the promise. `alone`: nobody of the staff can be told just
 * now, and no call is promised.
 */
export function composeForPatient(
  inquiry: Inquiry,
  key: Extract<NoticeKey, { messageId: string }>,
  message: InquiryMessage | undefined,
  { practice, careTemplates, now }: Setting,
  to: { readonly way: PatientWay; readonly page: string; readonly alone?: boolean },
): Wording {
  const safety = key.kind === 'safety';
  const language = message?.language ?? inquiry.language;
  const name = patientTemplate(inquiry, key, message, to.alone === true);
  const location = locationOf(practice, inquiry.location);
  const variables = {
    practice: safety ? practice.shortName : practice.name,
    phone: phoneText(lineFor(inquiry, message, location), practice.country),
    emergency: practice.emergencyNumber,
    by: byWhen(promisedTo(inquiry, message), now, location.zone, language),
    page: to.page,
    confirm: asksToConfirm(message, to.way),
  };
  const render = (wanted: string): Wording => {
    const worded = wordedFor(careTemplates, wanted, message?.channel ?? inquiry.channel, to.way);
    return renderMessage(worded[language], variables);
  };
  const wording = render(name);
  // What would reassure somebody with a red flag is never sent, also where a name or an address brought the word in.
  return isRedFlag(toldLevel(inquiry, message)) && !safety && reassuringWords(wording.text)
    ? render(to.alone ? 'safety-only' : 'safety')
    : wording;
}

function staffTemplate(
  inquiry: Inquiry,
  { kind, way }: Extract<NoticeKey, { staff: string }>,
  { roles }: StaffMember,
): string {
  if (way === 'call') return kind === 'welfare' ? 'welfare-call' : 'call';
  if (kind === 'alert' && isForPhysician(inquiry) && roles.includes('physician'))
    return way === 'sms' ? 'physician-text' : 'physician';
  return kind === 'gap' || kind === 'bundle' || way !== 'sms' ? kind : `${kind}-text`;
}

/** A line above the words of an alert or page. */
const above = (wording: Wording, line: string, way: string): Wording => {
  const text = wording.text.trimEnd();
  return { ...wording, text: way === 'sms' ? `${line} ${text}` : `${line}\n\n${text}\n` };
};

/** That a call is owed today (R67), and by when: whoever answers reads it in the alert. */
function withNamedCall(
  wording: Wording,
  { namedCall }: Inquiry,
  { kind, way }: Extract<NoticeKey, { staff: string }>,
  line: () => string,
): Wording {
  return namedCall && kind === 'alert' && way !== 'call' ? above(wording, line(), way) : wording;
}

/** Said above an alert or page where what the patient was sent by itself did not arrive: nothing of it is about who they are. */
function withUndelivered(
  wording: Wording,
  { undelivered }: Inquiry,
  { kind, way }: Extract<NoticeKey, { staff: string }>,
  line: () => string,
): Wording {
  if (!undelivered || way === 'call' || (kind !== 'alert' && kind !== 'page')) return wording;
  return above(wording, line(), way);
}

/** What one member of the staff is sent: channel, age, priority and a link, physicians a note besides; nothing about who it is from (R25, R31). */
export function composeForStaff(
  inquiry: Inquiry,
  key: Extract<NoticeKey, { staff: string }>,
  member: StaffMember,
  to: { readonly link: string; readonly code?: number | undefined },
  { practice, staffTemplates, now }: Setting,
): Wording {
  const language = member.language ?? 'en';
  const location = locationOf(practice, inquiry.location);
  const name = staffTemplate(inquiry, key, member);
  const share = key.kind === 'warning' ? `${key.round.split('.')[1]} %` : '';
  const stepNumber = Number(key.round.split('.')[1] ?? 0);
  const variables = {
    practice: practice.name,
    ...contextNote(inquiry, now),
    ...channelWords(inquiry.channel, language),
    // Only where it is wanted, so that a mistake in its wording stops no page.
    context:
      name === 'physician' ? composeContext(inquiry, language, { staffTemplates, now }).join('\n') : null,
    location: location.name,
    priority: inquiry.priority,
    level: inquiry.level,
    age: howLong(waitsSince(inquiry), now),
    by: byWhen(dueOf(inquiry), now, location.zone, language),
    step: inquiry.policy.steps[stepNumber]?.name ?? '',
    share,
    left: howLong(now, dueOf(inquiry)),
    link: to.link,
    code: to.code ?? null,
    safety: inquiry.undelivered?.kind === 'safety',
    urgent: isRedFlag(inquiry.level),
    callBy: byWhen(inquiry.namedCall?.by ?? dueOf(inquiry), now, location.zone, language),
    late: key.kind === 'named-call' && phaseOf(key.round) === 'late',
  };
  const render = (wanted: string): Wording =>
    renderMessage(template(staffTemplates, wanted)[language], variables);
  const worded = withNamedCall(render(name), inquiry, key, () => render('named-call-line').text.trim());
  return withUndelivered(worded, inquiry, key, () => render('undelivered-line').text.trim());
}

type Frame = Pick<Setting, 'practice' | 'careTemplates'>;

function answerIn(
  name: 'reply' | 'reply-link',
  inquiry: Inquiry,
  own: Readonly<Record<string, string>>,
  { practice, careTemplates }: Frame,
  way: PatientWay,
): Wording {
  const location = locationOf(practice, inquiry.location);
  const variables = { practice: practice.name, phone: phoneText(location.phone, practice.country), ...own };
  return renderMessage(wordedFor(careTemplates, name, 'email', way)[inquiry.language], variables);
}

/** A reply of the staff, in the practice's frame. */
export const composeReply = (inquiry: Inquiry, text: string, frame: Frame, way: PatientWay): Wording =>
  answerIn('reply', inquiry, { text }, frame, way);

/** Says that staff have answered, and where the words stand: none of them is in it (R27). `page` is a link made for this way. */
export const composeReplyLink = (inquiry: Inquiry, page: string, frame: Frame, way: PatientWay): Wording =>
  answerIn('reply-link', inquiry, { page }, frame, way);
