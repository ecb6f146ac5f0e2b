import { createHash } from 'node:crypto';
import { asKeyword } from '../../domain/consent/as-keyword.ts';
import { obeyRevocation } from '../../domain/consent/obey-revocation.ts';
import type { RevocationPorts } from '../../domain/consent/revocation-ports.ts';
import type { EscalationRules } from '../../domain/escalation/policy.ts';
import { type Arrival, messageCame } from '../../domain/inquiry/arrival.ts';
import type { Escalations, Inquiries } from '../../domain/inquiry/inquiries.ts';
import type { Contact, Inquiry } from '../../domain/inquiry/inquiry.ts';
import { fromKnown } from '../../domain/inquiry/known-sender.ts';
import type { InquiryMessage } from '../../domain/inquiry/message.ts';
import { addressTexts, contactAt } from '../../domain/inquiry/proved-addresses.ts';
import { registerMessage } from '../../domain/inquiry/register-message.ts';
import { soundsNervous } from '../../domain/inquiry/sounds-nervous.ts';
import { withdraw } from '../../domain/inquiry/withdraw.ts';
import { byWhen } from '../../domain/message/by-when.ts';
import { promisedTo } from '../../domain/message/compose-notice.ts';
import { languageOf } from '../../domain/message/language.ts';
import { phoneText } from '../../domain/message/phone-text.ts';
import { endedOnce } from '../../domain/message/render.ts';
import { type Compiled, locationOf, type Practice } from '../../domain/practice/practice.ts';
import type { Assess } from '../../domain/red-flag/assess.ts';
import { assessUnread } from '../../domain/red-flag/unread.ts';
import { bodyBytes, type HttpEvent, type HttpReply } from '../kit/http.ts';
import { addresseeOf, readLink } from '../kit/signed-link.ts';
import { agreedText } from './agreed-words.ts';
import { confirmOwn, type OwnConsentPorts, ownAgreed, ownWaiting } from './own-consents.ts';
import { noLink, template, words } from './own-page-words.ts';
import { page } from './page.ts';

export interface OwnPagePorts {
  readonly assess: Assess;
  readonly inquiries: Inquiries;
  readonly escalations: Escalations;
  readonly revocations: Omit<RevocationPorts, 'now'>;
  readonly consents: OwnConsentPorts;
  readonly rules: Compiled<EscalationRules>;
  readonly practice: Practice;
  readonly linkKey: () => Promise<string>;
  /** ISO instant. */
  readonly now: () => string;
  readonly newId: () => string;
}

/** The conversation as one of its addresses may see it: only what came from there, and what staff wrote to it. */
interface VisiblePart {
  readonly inquiry: Inquiry;
  /** The address that the link was sent to. */
  readonly address: Contact;
  readonly messages: readonly InquiryMessage[];
  readonly replies: readonly InquiryMessage[];
  /** Every message of the patient's is from there. */
  readonly whole: boolean;
  readonly waits: boolean;
}

async function visiblePart(event: HttpEvent, ports: OwnPagePorts): Promise<VisiblePart | undefined> {
  const key = await ports.linkKey();
  const claims = readLink(key, event.pathParameters?.token ?? '', 'inquiry', ports.now());
  const file = claims && (await ports.inquiries.file(claims.subject));
  if (!file) return undefined;
  const { inquiry } = file;
  const all = file.messages.filter(({ direction }) => direction === 'in');
  const addressIn = (contact: Contact = {}) =>
    addressTexts(contact).find((address) => addresseeOf(key, address) === claims.person);
  const messages = all.filter(({ from }) => addressIn(from) !== undefined);
  // Only what its channel took, or may have taken: what failed was never said.
  const replies = file.messages.filter(
    ({ to, state }) => to !== undefined && state !== 'failed' && addressIn(to) !== undefined,
  );
  // An address that staff confirmed may have got an answer and written nothing.
  const from = messages[0]?.from ?? replies[0]?.to;
  const address = addressIn(from);
  if (!from || address === undefined) return undefined;
  const open = new Set(inquiry.messageIds.slice(inquiry.answeredCount));
  return {
    inquiry,
    address: contactAt(from, address),
    messages,
    replies,
    whole: messages.length === all.length,
    waits: inquiry.status !== 'closed' && messages.some(({ id }) => open.has(id)),
  };
}

/** By their own words alone where others write in the same conversation, so that nothing of those shows through. */
function stateOf({ inquiry, messages, whole, waits }: VisiblePart, zone: string, now: string): string {
  const said = words[inquiry.language];
  if (!waits) return inquiry.status === 'closed' ? said.closed : said.answered;
  const levels = messages.map(({ told, level = 'R' }) => told?.level ?? level);
  const own = messages.every(({ told }) => told === undefined) && whole ? [inquiry.level] : levels;
  const urgent = own.some((level) => level !== 'R' && level !== 'S') ? `${said.urgent} ` : '';
  const by = promisedTo(inquiry, messages.at(-1));
  return endedOnce(`${urgent}${said.promised} ${byWhen(by, now, zone, inquiry.language)}.`);
}

/** What a robot ticked is not asked about. */
const unsuspected = (messages: readonly InquiryMessage[]): readonly InquiryMessage[] =>
  messages.filter(({ suspected }) => !suspected);

interface Told {
  readonly notice?: string | null;
  readonly problem?: string | null;
}

/** What was said, in its order: their own words, and the staff's. */
const saidIn = ({ messages, replies }: VisiblePart) =>
  [...messages, ...replies]
    .filter(({ text }) => text !== '')
    .toSorted((a, b) => (a.at < b.at ? -1 : 1))
    .map(({ text, direction }) => ({ text, ours: direction === 'out' }));

async function show(part: VisiblePart, ports: OwnPagePorts, status: number, told: Told): Promise<HttpReply> {
  const { inquiry, messages, replies, waits } = part;
  const { language } = inquiry;
  const location = locationOf(ports.practice, inquiry.location);
  const asked = { ...ports.consents, now: ports.now() };
  const waiting = await ownWaiting(part.address, unsuspected(messages), asked);
  return page(status, {
    language,
    title: words[language].title,
    template,
    values: {
      practice: ports.practice.name,
      words: words[language],
      notice: told.notice ?? null,
      problem: told.problem ?? null,
      state: stateOf(part, location.zone, ports.now()),
      said: saidIn(part),
      answeredBy: replies.length > 0,
      phone: phoneText(location.phone, ports.practice.country),
      phoneLink: location.phone,
      emergency: ports.practice.emergencyNumber,
      waiting: waiting.map(({ id, wording }) => ({ id, text: wording?.text ?? '' })),
      open: waits,
      once: ports.newId(),
    },
  });
}

async function addWords(part: VisiblePart, text: string, once: string, ports: OwnPagePorts): Promise<void> {
  const { inquiry, address } = part;
  const id = createHash('sha256').update(`${inquiry.id}\n${once}\n${text}`).digest('hex');
  const now = ports.now();
  const arrival = messageCame({
    id,
    receivedAt: now,
    channel: inquiry.channel,
    source: inquiry.source,
    location: locationOf(ports.practice, inquiry.location),
    contact: address,
    // A link may have been passed on: it leads to its own words, and moves no answer.
    typed: true,
    text,
    language: languageOf(text),
    assessment: assessUnread(text, false, ports.assess),
    ...(soundsNervous(text) ? { nervous: true } : {}),
    threadOf: inquiry.id,
  });
  const { inquiries, escalations, rules } = ports;
  const { postTreatment } = inquiry;
  const revocations = { ...ports.revocations, now };
  // Written on a page, whichever channel answers it: START and HELP are ways of speaking by text only.
  const written: Arrival = { ...arrival, channel: 'web-form' };
  const { keyword, asksStaff } = await asKeyword(written, revocations);
  // What the practice knows raises it for staff; this page says nothing of it.
  const ownLevel = arrival.assessment.level;
  const known = {
    ...fromKnown(
      { ...arrival, ...(keyword && !postTreatment ? { keyword } : {}), ...(asksStaff ? { asksStaff } : {}) },
      postTreatment ? { postTreatment } : {},
    ),
    ownLevel,
  };
  await registerMessage(known, { inquiries, escalations, rules, now });
  await obeyRevocation(written, revocations);
}

/** What was agreed to on this page, as it stands now: whoever opens its address without having agreed reads nothing of it. */
async function agreedIn(part: VisiblePart, ports: OwnPagePorts): Promise<string | null> {
  const { inquiry, messages, address } = part;
  const asked = { ...ports.consents, now: ports.now() };
  const agreed = await ownAgreed(address, unsuspected(messages), asked);
  const said = agreed.map((consent) =>
    agreedText(consent, {
      language: inquiry.language,
      name: messages[0]?.from?.name,
      practice: ports.practice.name,
    }),
  );
  return said.length > 0 ? [...new Set(said)].join(' ') : null;
}

/** GET /i/{token}: patients see their own words, the answers that went to their address, and the promise; opening it changes nothing. */
export async function showOwnPage(event: HttpEvent, ports: OwnPagePorts): Promise<HttpReply> {
  const part = await visiblePart(event, ports);
  if (!part) return noLink;
  const what = event.queryStringParameters?.done;
  if (what === 'agreed') return show(part, ports, 200, { notice: await agreedIn(part, ports) });
  return show(part, ports, 200, { notice: what === '1' ? words[part.inquiry.language].done : null });
}

async function confirmed(part: VisiblePart, pending: string, event: HttpEvent, ports: OwnPagePorts) {
  const { sourceIp, userAgent } = event.requestContext.http;
  const by = { ip: sourceIp, userAgent: userAgent?.slice(0, 300) };
  const asked = { ...ports.consents, now: ports.now() };
  return confirmOwn(part.address, unsuspected(part.messages), pending, by, asked);
}

const done = ({ rawPath }: HttpEvent, what: '1' | 'agreed'): HttpReply => ({
  statusCode: 303,
  headers: { location: `${rawPath}?done=${what}`, 'cache-control': 'no-store' },
});

/** POST /i/{token}: adds something, agrees to what was ticked, or says that no answer is needed any more. */
export async function actOnOwnPage(event: HttpEvent, ports: OwnPagePorts): Promise<HttpReply> {
  const part = await visiblePart(event, ports);
  if (!part) return noLink;
  const { inquiry, whole } = part;
  const form = new URLSearchParams(bodyBytes(event).toString().slice(0, 40_000));
  const act = form.get('act');
  const text = (form.get('text') ?? '').trim().slice(0, 5000);
  if (act === 'withdraw') await withdraw({ ...ports, now: ports.now() }, inquiry.id, { ends: whole });
  else if (act === 'confirm') {
    if (!(await confirmed(part, (form.get('consent') ?? '').slice(0, 200), event, ports)))
      return show(part, ports, 409, { problem: words[inquiry.language].over });
    return done(event, 'agreed');
  } else if (act === 'add' && text) await addWords(part, text, (form.get('once') ?? '').slice(0, 100), ports);
  else return show(part, ports, 422, { problem: words[inquiry.language].empty });
  return done(event, '1');
}
