import type { Source } from '../practice/source.ts';
import { asIfRead } from '../red-flag/unread.ts';
import type { Arrival } from './arrival.ts';
import { bodyText, type Decoded, decode } from './decode.ts';
import { type OpenedMail, openMail, withMail } from './delivered-mail.ts';
import { callKeys, forReview, held } from './delivered-message.ts';
import { itemsOf } from './field-path.ts';
import { fieldText } from './field-text.ts';
import { floodOf } from './flood.ts';
import type { MailEnd } from './mail-sender.ts';
import { type Mapped, mapRequest } from './map-request.ts';
import { type ArrivalFacts, OutsideError, outside, type RegistrationFacts } from './registration-facts.ts';

/** What a delivery came to. */
export interface Registration {
  readonly arrivals: readonly Arrival[];
  /** How many of its messages were none by the source's rules. */
  readonly ignored: number;
  /** Why its mail ended without an inquiry. */
  readonly ended?: MailEnd;
  /** Address keys of callers who spoke with somebody. */
  readonly reached?: readonly (readonly string[])[];
}

const reachedSomebody = (mapped: Mapped): boolean =>
  'message' in mapped && mapped.message.call?.outcome === 'reached';

/** Puts what the request only names where the mapping finds it. */
async function fetchLeads(facts: RegistrationFacts, source: Source, request: Decoded): Promise<void> {
  if (!source.fetch) return;
  for (const item of itemsOf(request.body, source.each)) {
    const id = fieldText(source.fetch.id, { item, request });
    const lead = id ? await outside(facts.lead(source.id, id)) : undefined;
    if (lead !== undefined && typeof item.value === 'object' && item.value !== null)
      (item.value as { lead?: unknown }).lead = lead;
  }
}

interface ReadRequest {
  readonly mapped: readonly Mapped[];
  readonly opened: OpenedMail | undefined;
}

async function read(facts: RegistrationFacts): Promise<ReadRequest> {
  const { source, delivery } = facts;
  if (!source) throw new Error('The source is not in the configuration any more.');
  const { contentType, headers, query, path } = delivery;
  const decoded = await decode(source, { body: facts.body, contentType, headers, query, path });
  const opened = await openMail(facts, decoded.body);
  await fetchLeads(facts, source, decoded);
  return { mapped: mapRequest(source, decoded, facts.practice.country), opened };
}

/** Decoders say what broke in words of their own, with bytes of the body in them: only sentences of ours are shown. */
const reasonOf = (error: unknown): string =>
  error instanceof Error && error.message.startsWith('The source')
    ? error.message
    : 'The body is not what the source said it sends.';

/** A delivery that a person must look at whole: it holds no message, but something that cannot be taken in. */
export const heldForReview = (
  facts: ArrivalFacts & Pick<RegistrationFacts, 'body'>,
  reason: string,
): Arrival => forReview(facts, bodyText(facts.body, facts.delivery.contentType), facts.delivery.id, reason);

const idOf = ({ delivery, keyedId }: RegistrationFacts, mapped: readonly Mapped[], index: number): string =>
  mapped.length === 1
    ? delivery.id
    : keyedId(delivery.source, mapped[index]?.key ?? `${delivery.id}.${index}`);

async function arrivalsIn(
  facts: RegistrationFacts,
  mapped: readonly Mapped[],
  opened: OpenedMail | undefined,
): Promise<readonly Arrival[]> {
  const raw = bodyText(facts.body, facts.delivery.contentType);
  const flood = floodOf(facts);
  const arrivals: Arrival[] = [];
  for (const [index, one] of mapped.entries()) {
    // Receipts and echoes come in floods of their own, and are no messages.
    if ('ignored' in one || reachedSomebody(one)) continue;
    const id = idOf(facts, mapped, index);
    if ('unreadable' in one) arrivals.push(forReview(facts, raw, id, one.unreadable, one.contact));
    else {
      const flooded = await flood(one.message.contact);
      arrivals.push(await held(facts, { message: one.message, id, flooded }, opened));
    }
  }
  return arrivals;
}

/** The keys of callers who spoke with somebody, by number and by call. */
const reachedIn = (facts: RegistrationFacts, mapped: readonly Mapped[]): readonly (readonly string[])[] =>
  mapped.flatMap((one) =>
    reachedSomebody(one) && 'message' in one
      ? [[...callKeys(facts, one.message), ...facts.addressKeys(one.message.contact, [])]]
      : [],
  );

/** What a person gets to see of a mail: all, but of what ends without an inquiry only what has a red flag in it. */
async function mailsOf(
  facts: RegistrationFacts,
  arrivals: readonly Arrival[],
  opened: OpenedMail,
): Promise<Pick<Registration, 'arrivals' | 'ended'>> {
  const { sender } = opened;
  const ends = sender.kind === 'ends';
  const kept = arrivals.filter(({ assessment }) => !ends || asIfRead(assessment).level !== 'R');
  const mails: Arrival[] = [];
  for (const one of kept) mails.push(await withMail(facts, one, opened));
  return { arrivals: mails, ...(ends && mails.length < arrivals.length ? { ended: sender.as } : {}) };
}

/**
 * The messages of a delivery. One that cannot be read becomes a message for the review queue with the raw text, under the
 * escalation clock like any other: nothing that was stored is dropped. A message of a batch has the id it would have had alone.
 */
export async function registrationOf(facts: RegistrationFacts): Promise<Registration> {
  const raw = bodyText(facts.body, facts.delivery.contentType);
  const wholeForReview = (reason: string): Registration => ({
    arrivals: [forReview(facts, raw, facts.delivery.id, reason)],
    ignored: 0,
  });
  let request: ReadRequest;
  try {
    request = await read(facts);
  } catch (error) {
    // Our own trouble is no fault of the body: the registration is tried again.
    if (error instanceof OutsideError) throw error.cause;
    return wholeForReview(reasonOf(error));
  }
  const { mapped, opened } = request;
  if (mapped.length === 0)
    return wholeForReview('No message was found where the source’s mapping looks for it.');
  const arrivals = await arrivalsIn(facts, mapped, opened);
  if (opened) {
    const mails = await mailsOf(facts, arrivals, opened);
    return { ...mails, ignored: mapped.length - mails.arrivals.length };
  }
  const reached = reachedIn(facts, mapped);
  return {
    arrivals,
    ignored: mapped.length - arrivals.length - reached.length,
    ...(reached.length > 0 ? { reached } : {}),
  };
}
