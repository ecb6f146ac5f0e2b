import { isRedFlag } from '../escalation/choose-policy.ts';
import type { NoticeKey } from '../escalation/notice-key.ts';
import type { Inquiry, InquiryMessage } from '../inquiry/inquiry.ts';
import { locationOf, type Practice, type StaffMember } from '../practice/practice.ts';
import { byWhen, howLong } from './by-when.ts';
import { phoneText } from './phone-text.ts';
import { renderMessage } from './render.ts';
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

const selfHarm = 'F12';
const vision = 'F1';

function safetyTemplate(message: InquiryMessage | undefined): string {
  if (message?.flags?.includes(selfHarm)) return 'safety-self-harm';
  return message?.flags?.includes(vision) ? 'safety-vision' : 'safety';
}

/** What the patient is sent by Heard itself: a safety reply (R59) or an acknowledgement with the promise. */
export function composeForPatient(
  inquiry: Inquiry,
  key: Extract<NoticeKey, { messageId: string }>,
  message: InquiryMessage | undefined,
  { practice, careTemplates, now }: Setting,
): Wording {
  const safety = key.kind === 'safety';
  const name = safety ? safetyTemplate(message) : isRedFlag(inquiry.level) ? 'urgent' : 'acknowledgement';
  const location = locationOf(practice, inquiry.location);
  const variables = {
    practice: safety ? practice.shortName : practice.name,
    phone: phoneText(location.phone, practice.country),
    emergency: practice.emergencyNumber,
    by: byWhen(inquiry.deadline, now, location.zone, inquiry.language),
  };
  return renderMessage(template(careTemplates, name)[inquiry.language], variables);
}

/** What one member of the staff is sent: channel, age, priority and a link; nothing about the patient (R25, R31). */
export function composeForStaff(
  inquiry: Inquiry,
  key: Extract<NoticeKey, { staff: string }>,
  member: StaffMember,
  link: string,
  { practice, staffTemplates, now }: Setting,
): Wording {
  const language = member.language ?? 'en';
  const location = locationOf(practice, inquiry.location);
  const name = key.kind === 'gap' || key.way !== 'sms' ? key.kind : `${key.kind}-text`;
  const stepNumber = Number(key.round.split('.')[1] ?? 0);
  const variables = {
    practice: practice.name,
    channel: inquiry.channel,
    location: location.name,
    priority: inquiry.priority,
    level: inquiry.level,
    age: howLong(inquiry.lastMessageAt, now),
    by: byWhen(inquiry.deadline, now, location.zone, language),
    step: inquiry.policy.steps[stepNumber]?.name ?? '',
    link,
  };
  return renderMessage(template(staffTemplates, name)[language], variables);
}

/** A reply of the staff, in the practice's frame. */
export function composeReply(
  inquiry: Inquiry,
  text: string,
  { practice, careTemplates }: Pick<Setting, 'practice' | 'careTemplates'>,
): Wording {
  const location = locationOf(practice, inquiry.location);
  const variables = { practice: practice.name, phone: phoneText(location.phone, practice.country), text };
  return renderMessage(template(careTemplates, 'reply')[inquiry.language], variables);
}
