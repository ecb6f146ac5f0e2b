import { createHash } from 'node:crypto';
import * as z from 'zod/mini';
import type { FormMessage } from '../../../domain/consent/given-consents.ts';
import { obeyRevocation } from '../../../domain/consent/obey-revocation.ts';
import type { RevocationPorts } from '../../../domain/consent/revocation-ports.ts';
import { DomainError } from '../../../domain/errors.ts';
import type { ActionPorts } from '../../../domain/inquiry/action.ts';
import { type Arrival, messageCame } from '../../../domain/inquiry/arrival.ts';
import { asksForPhysician } from '../../../domain/inquiry/asks-for-physician.ts';
import type { Contact, Inquiry } from '../../../domain/inquiry/inquiry.ts';
import { normaliseEmail, normalisePhone } from '../../../domain/inquiry/map-request.ts';
import type { InquiryMessage } from '../../../domain/inquiry/message.ts';
import { type RegisterPorts, registerMessage } from '../../../domain/inquiry/register-message.ts';
import { notedNervous } from '../../../domain/inquiry/sounds-nervous.ts';
import { identify, logCall } from '../../../domain/inquiry/staff-actions.ts';
import { languageOf } from '../../../domain/message/language.ts';
import { locationOf, type Practice } from '../../../domain/practice/practice.ts';
import { type Assess, assessSafely } from '../../../domain/red-flag/assess.ts';
import { etag, summary } from '../inquiry-view.ts';
import { type Call, type Operation, operation } from '../operation.ts';
import { InquirySummary } from '../schemas.ts';

export interface LoggedPorts extends ActionPorts {
  readonly register: Omit<RegisterPorts, 'now'>;
  readonly practice: Practice;
  readonly revocations: Omit<RevocationPorts, 'now'>;
  /** The arrival with what the practice knows of whoever called or came (known-sender.ts). */
  readonly recognised: (arrival: Arrival, now: string) => Promise<Arrival>;
  readonly assess: Assess;
  readonly addressKeys: (contact: Contact) => Promise<readonly string[]>;
  /** Keeps what a form's sender agreed to, now that it is known who that is. */
  readonly keepGiven: (message: FormMessage, inquiry: Inquiry, now: string) => Promise<void>;
}

const Logged = z.strictObject({
  channel: z.enum(['phone', 'walk-in']),
  location: z.string().check(z.maxLength(40)),
  text: z.string().check(z.minLength(1), z.maxLength(10_000)),
  name: z.optional(z.string().check(z.maxLength(200))),
  phone: z.optional(z.string().check(z.maxLength(40))),
  email: z.optional(z.string().check(z.maxLength(254))),
  language: z.optional(z.enum(['en', 'es'])),
  wantsPhysician: z.optional(z.boolean()),
  /** The person had their answer while they were there. */
  answered: z.optional(z.boolean()),
  /** Makes a repeat of this request the same inquiry. */
  once: z.optional(z.string().check(z.minLength(8), z.maxLength(100))),
});
type Logged = z.infer<typeof Logged>;

function contactOf(
  { name, phone, email }: Pick<Logged, 'name' | 'phone' | 'email'>,
  country: string,
): Contact {
  const number = phone ? normalisePhone(phone, country) : undefined;
  const address = email ? normaliseEmail(email) : undefined;
  if (phone && !number) throw new DomainError('invalid', 'This phone number cannot be reached: correct it.');
  if (email && !address) throw new DomainError('invalid', 'This e-mail address cannot be right: correct it.');
  return {
    ...(name ? { name } : {}),
    ...(number ? { phone: number } : {}),
    ...(address ? { email: address } : {}),
  };
}

async function log({ member, body, now, newId }: Call<unknown, Logged>, ports: LoggedPorts) {
  if (!member.locations.includes(body.location))
    throw new DomainError('forbidden', 'Log it at a location of yours.');
  const contact = contactOf(body, ports.practice.country);
  const given = messageCame({
    id: createHash('sha256')
      .update(`${body.location} ${body.once ?? newId()}`)
      .digest('hex'),
    receivedAt: now,
    channel: body.channel,
    source: 'logged-by-hand',
    location: locationOf(ports.practice, body.location),
    contact,
    addressKeys: await ports.addressKeys(contact),
    text: body.text,
    language: body.language ?? languageOf(body.text),
    wantsPhysician: body.wantsPhysician ?? asksForPhysician('', body.text),
    assessment: assessSafely(body.text, ports.assess),
    ...(notedNervous(body.text) ? { nervous: true } : {}),
  });
  const arrival = await ports.recognised(given, now);
  const inquiryId = await registerMessage(arrival, { ...ports.register, now });
  const method = body.channel === 'phone' ? 'call' : 'verbal';
  await obeyRevocation(arrival, { ...ports.revocations, now }, { by: member.id, method });
  await ports.inquiries.record(inquiryId, {
    id: `${now}#logged#${arrival.messageId}`,
    what: 'logged-by-hand',
    at: now,
    actor: { staff: member.id },
  });
  if (body.answered) return logCall(ports, { inquiryId, by: member, now, outcome: 'reached' });
  const inquiry = await ports.inquiries.find(inquiryId);
  if (!inquiry) throw new DomainError('unavailable', 'It was stored; look at the list in a moment.');
  return inquiry;
}

const Person = z.strictObject({
  name: z.optional(z.string().check(z.maxLength(200))),
  phone: z.optional(z.string().check(z.maxLength(40))),
  email: z.optional(z.string().check(z.maxLength(254))),
});

/**
 * What they wrote while nobody knew whose it was may have taken something back, for all their addresses. Only what came from the very number is said by
 * it, whatever was confirmed; what stands beside was somebody else's, and was obeyed for the addresses that it named when it came.
 */
async function obeyAsTheirs(
  { contact, language, location }: Inquiry,
  messages: readonly InquiryMessage[],
  ports: RevocationPorts,
): Promise<void> {
  const where = locationOf(ports.practice, location);
  for (const { id, direction, channel, text, at, from, typed, beside } of messages) {
    if (direction !== 'in' || beside) continue;
    const said = { messageId: id, receivedAt: at, channel, text, contact, language, location: where };
    const own = !typed && from?.phone !== undefined && from.phone === contact.phone;
    await obeyRevocation(own ? said : { ...said, typed: true }, ports);
  }
}

/** The person's address leads to this inquiry from now on, unless another of theirs is open: then both stay, and staff see both. */
async function identified(call: Call<unknown, z.infer<typeof Person>>, ports: LoggedPorts) {
  const { member, parameters, body, now, ifVersion } = call;
  const contact = contactOf(body, ports.practice.country);
  const inquiry = await identify(ports, {
    inquiryId: parameters.id ?? '',
    by: member,
    now,
    contact,
    ...(ifVersion === undefined ? {} : { ifVersion }),
  });
  const keys = await ports.addressKeys(contact);
  for (const key of keys) await ports.inquiries.lockAddress(key, inquiry.id);
  await ports.inquiries.noteSender(keys, inquiry.id);
  const file = await ports.inquiries.file(inquiry.id);
  await obeyAsTheirs(inquiry, file?.messages ?? [], { ...ports.revocations, now });
  for (const { id, consents, suspected, from } of file?.messages ?? [])
    if (consents && !suspected)
      await ports.keepGiven(
        // What was ticked is for the address that stood beside it, whoever it is from.
        { messageId: id, contact: from ?? inquiry.contact, language: inquiry.language, consents },
        inquiry,
        now,
      );
  return inquiry;
}

/** A call or a walk-in that staff write down: an inquiry like any other, with its clock. */
export const loggedOperations = (ports: LoggedPorts): readonly Operation[] => [
  operation({
    id: 'logInquiry',
    method: 'POST',
    path: '/v1/inquiries',
    summary:
      'Write down a call or a walk-in; it gets a clock like any other inquiry, unless it was answered there and then',
    body: Logged,
    success: { status: 200, schema: InquirySummary },
    run: async (call) => {
      const inquiry = await log(call, ports);
      return { body: summary(inquiry), headers: etag(inquiry) };
    },
  }),
  operation({
    id: 'identifyInquiry',
    method: 'PUT',
    path: '/v1/inquiries/{id}/contact',
    summary: 'Say who an inquiry is from; one of the review queue becomes an inquiry like any other',
    versioned: true,
    body: Person,
    success: { status: 200, schema: InquirySummary },
    run: async (call) => {
      const inquiry = await identified(call, ports);
      return { body: summary(inquiry), headers: etag(inquiry) };
    },
  }),
];
