import type { PatientWay } from '../../domain/message/patient-ways.ts';
import type { About, Chat, PatientSenders, SendOutcome } from '../../domain/message/senders.ts';

export interface ToPatient {
  readonly subject: string;
  readonly text: string;
  readonly about: About;
  readonly within: Chat['within'];
  /** Threads the mail with what it answers, and says where an answer to it goes. */
  readonly mail?: { readonly headers: Readonly<Record<string, string>>; readonly replyTo?: string };
}

const refused = (reason: string): SendOutcome => ({ state: 'refused', reason });

/** Sends one message to a patient by one way, once. A throw means that nobody knows whether it left. */
export function sendToPatient(
  { mailer, texter, chatter }: PatientSenders,
  way: PatientWay,
  { subject, text, about, within, mail }: ToPatient,
): Promise<SendOutcome> {
  if (way.channel === 'email')
    return mailer.send({ stream: 'care', to: way.to, subject, text, about, ...mail });
  if (way.channel === 'sms') {
    const stream = about.kind === 'safety' ? 'safety' : 'care';
    return texter ? texter.send({ stream, to: way.to, text, about }) : Promise.resolve(refused('no-texts'));
  }
  const { channel, person, page, source } = way;
  return chatter
    ? chatter.send({ channel, person, page, source, text, about, within })
    : Promise.resolve(refused('no-chat'));
}

/** Tries the ways one after the other while each says for certain that it did not take the message. */
export async function sendBy(
  ways: readonly PatientWay[],
  send: (way: PatientWay) => Promise<SendOutcome>,
): Promise<SendOutcome & { readonly way?: PatientWay }> {
  let outcome: SendOutcome = refused('no-address');
  for (const way of ways) {
    outcome = await send(way);
    if (outcome.state === 'accepted') return { ...outcome, way };
  }
  return outcome;
}
