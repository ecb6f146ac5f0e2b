import { whyNoAutomaticText } from '../../domain/consent/automatic-text.ts';
import type { NoticeKey } from '../../domain/escalation/notice-key.ts';
import type { InquiryFile } from '../../domain/inquiry/inquiries.ts';
import type { Inquiry } from '../../domain/inquiry/inquiry.ts';
import type { MayAnswerPorts } from '../../domain/inquiry/may-answer.ts';
import type { InquiryMessage } from '../../domain/inquiry/message.ts';
import { writtenFrom } from '../../domain/inquiry/proved-addresses.ts';
import { wroteLastBy } from '../../domain/inquiry/wrote-by.ts';
import { composeForPatient, composeForStaff, type Setting } from '../../domain/message/compose-notice.ts';
import { type PatientWay, waysTo } from '../../domain/message/patient-ways.ts';
import type { About, Caller, Pager, PatientSenders, SendOutcome } from '../../domain/message/senders.ts';
import { goesUnproved, isTextedUnproved, textsPerHour } from '../../domain/message/unproved-number.ts';
import { locationOf, type Practice, type StaffMember } from '../../domain/practice/practice.ts';
import { sendBy, sendToPatient } from '../kit/to-patient.ts';
import { addressesFor, isPage, sendByAll } from './staff-addresses.ts';

export interface NoticePorts extends PatientSenders, Pick<MayAnswerPorts, 'known' | 'law'> {
  /** The conversation as it is when a text is about to leave. */
  readonly file: (inquiryId: string) => Promise<Pick<InquiryFile, 'messages'> | undefined>;
  readonly pager: Pager;
  /** Absent where the practice has no voice calls. */
  readonly caller?: Caller;
  /** With what whoever is called claims the inquiry, as it is now. */
  readonly claimToken: (inquiry: Inquiry, staffId: string) => Promise<string>;
  /** The member as the directory has it now; undefined when they have left. */
  readonly member: (id: string) => Promise<StaffMember | undefined>;
  /** The number by which this member names this inquiry in a text. */
  readonly code: (inquiry: Inquiry, staffId: string) => Promise<number>;
  /** A link with which this member can act on this inquiry. */
  readonly link: (inquiryId: string, staffId: string) => Promise<string>;
  /** The patient's own page of an inquiry. */
  readonly patientLink: (inquiryId: string, to: PatientWay) => Promise<string>;
  /** Where an answer to a mail about an inquiry goes. */
  readonly replyTo: (inquiryId: string) => Promise<string | undefined>;
  readonly setting: () => Setting;
  /** Whether anybody of the staff can be told of an inquiry just now. */
  readonly anybody: (inquiry: Inquiry) => Promise<boolean>;
  /** Counts one more text to a number that nobody has proved; gives how many there were within this hour. */
  readonly unprovedTexts: () => Promise<number>;
  /** Told where it could not be read whether texts were stopped. */
  readonly unread: (error: unknown) => void;
  /** Told of each that is held back for that. */
  readonly heldBack: () => void;
}

const refused = (reason: string): SendOutcome => ({ state: 'refused', reason });

/** RFC 5322, 3.6.4: what a mail answers; RFC 3834: that nobody wrote it. */
const answering = (message: InquiryMessage | undefined): Readonly<Record<string, string>> => ({
  'Auto-Submitted': 'auto-replied',
  ...(message?.mailId ? { 'In-Reply-To': message.mailId, References: message.mailId } : {}),
});

/** Why a text that Heard would send by itself is held back: anybody can have it sent, to any number, by a form or a forged call. */
async function heldText(
  ports: NoticePorts,
  way: PatientWay,
  message: InquiryMessage | undefined,
  practice: Practice,
): Promise<SendOutcome | undefined> {
  if (!goesUnproved(way, message) || way.channel !== 'sms') return undefined;
  if (!isTextedUnproved(way.to, practice)) return refused('number-abroad');
  if ((await ports.unprovedTexts()) <= textsPerHour(practice)) return undefined;
  ports.heldBack();
  return refused('too-many-texts');
}

/**
 * Why a text that Heard would send by itself is not sent: the number's holder took texts back, or it is no number to text (R8, R9). Read at the last
 * moment. A safety reply goes all the same (R12), and nothing is read for it; where nothing can be read nothing else goes.
 */
async function stoppedText(
  ports: NoticePorts,
  inquiry: Inquiry,
  kind: NoticeKey['kind'],
  way: PatientWay,
): Promise<SendOutcome | undefined> {
  if (way.channel !== 'sms' || kind === 'safety') return undefined;
  const { practice, now } = ports.setting();
  try {
    const messages = (await ports.file(inquiry.id))?.messages ?? [];
    const known = await ports.known(way, [], now);
    const wroteAt = wroteLastBy({ inquiry, messages }, way);
    const { zone } = locationOf(practice, inquiry.location);
    const why = whyNoAutomaticText({ way, known, wroteAt, practice, law: ports.law, zone, now });
    return why === undefined ? undefined : refused(`${why}: call them`);
  } catch (error) {
    ports.unread(error);
    return refused('nobody could read whether texts were stopped: call them');
  }
}

async function toPatient(
  ports: NoticePorts,
  inquiry: Inquiry,
  key: Extract<NoticeKey, { messageId: string }>,
  message: InquiryMessage | undefined,
): Promise<SendOutcome> {
  const setting = ports.setting();
  const about: About = {
    audience: 'patient',
    kind: key.kind,
    inquiryId: inquiry.id,
    messageId: key.messageId,
  };
  // Who has only typed an address of the conversation gets none that leads into it.
  const replyTo = message?.beside && message.typed ? undefined : await ports.replyTo(inquiry.id);
  // Where that cannot be told, nobody has been told either.
  const alone = key.kind === 'safety' && !(await ports.anybody(inquiry).catch(() => false));
  const ways = waysTo(writtenFrom(inquiry, message), message?.channel ?? inquiry.channel, setting.practice);
  let stopped: SendOutcome | undefined;
  const outcome = await sendBy(ways, async (way) => {
    const held = await heldText(ports, way, message, setting.practice);
    if (held) return held;
    const page = await ports.patientLink(inquiry.id, way);
    const { subject, text } = composeForPatient(inquiry, key, message, setting, { way, page, alone });
    const mail = { headers: answering(message), ...(replyTo ? { replyTo } : {}) };
    const takenBack = await stoppedText(ports, inquiry, key.kind, way);
    if (takenBack) {
      stopped = takenBack;
      return takenBack;
    }
    return sendToPatient(ports, way, { subject, text, about, within: 'window', mail });
  });
  // Of several reasons the one that staff must know before they text by hand.
  return outcome.state === 'refused' && stopped ? stopped : outcome;
}

async function byCall(
  { caller, claimToken, setting }: NoticePorts,
  inquiry: Inquiry,
  key: Extract<NoticeKey, { staff: string }>,
  member: StaffMember,
  { to, about }: { readonly to: string; readonly about: About },
): Promise<SendOutcome> {
  if (!caller) return refused('no-calls');
  const { text } = composeForStaff(inquiry, key, member, { link: '' }, setting());
  const claim = await claimToken(inquiry, member.id);
  return caller.call({ to, words: text, language: member.language ?? 'en', claim, about });
}

/** Sends one message of the staff to one address of a person. */
async function toAddress(
  ports: NoticePorts,
  inquiry: Inquiry,
  key: Extract<NoticeKey, { staff: string }>,
  member: StaffMember,
  to: string,
): Promise<SendOutcome> {
  const about: About = {
    audience: 'staff',
    kind: key.kind,
    inquiryId: inquiry.id,
    staffId: key.staff,
    round: key.round,
  };
  if (key.way === 'topic')
    return ports.pager.page(to, { inquiryId: inquiry.id, level: inquiry.level, about });
  if (key.way === 'call') return byCall(ports, inquiry, key, member, { to, about });
  const link = await ports.link(inquiry.id, member.id);
  const code = key.way === 'sms' ? await ports.code(inquiry, member.id) : undefined;
  const { subject, text } = composeForStaff(inquiry, key, member, { link, code }, ports.setting());
  if (key.way === 'email') return ports.mailer.send({ stream: 'care', to, subject, text, about });
  return ports.texter ? ports.texter.send({ stream: 'care', to, text, about }) : refused('no-texts');
}

async function toStaff(
  ports: NoticePorts,
  inquiry: Inquiry,
  key: Extract<NoticeKey, { staff: string }>,
): Promise<SendOutcome> {
  const member = await ports.member(key.staff);
  const addresses = member ? addressesFor(member, key) : [];
  if (!member || addresses.length === 0) return refused('left');
  return sendByAll(addresses, isPage(key), (to) => toAddress(ports, inquiry, key, member, to));
}

/** Sends one notice by the way that its key says. A throw means that nobody knows whether it left. */
export function sendNotice(
  ports: NoticePorts,
  inquiry: Inquiry,
  key: NoticeKey,
  message: InquiryMessage | undefined,
): Promise<SendOutcome> {
  return 'messageId' in key ? toPatient(ports, inquiry, key, message) : toStaff(ports, inquiry, key);
}
