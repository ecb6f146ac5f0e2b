import type { Chat, Chatter, SendOutcome } from '../../domain/message/senders.ts';
import { graphVersion, pageToken } from './page-token.ts';
import type { SourceSecrets } from './secret-store.ts';

/** A safety reply goes before its page: what Meta takes, the page waits (docs/decisions/029). */
const timeoutMilliseconds = 4000;

/** https://developers.facebook.com/docs/messenger-platform/reference/send-api and the WhatsApp Cloud API's messages. */
function bodyOf({ channel, person, text, within }: Chat): object {
  if (channel === 'whatsapp')
    return { messaging_product: 'whatsapp', to: person, type: 'text', text: { body: text } };
  const kind =
    within === 'window'
      ? { messaging_type: 'RESPONSE' }
      : { messaging_type: 'MESSAGE_TAG', tag: 'HUMAN_AGENT' };
  return { recipient: { id: person }, message: { text }, ...kind };
}

interface Sent {
  readonly message_id?: string;
  readonly messages?: readonly { readonly id: string }[];
  readonly error?: { readonly code?: number };
}

/** Messages by Meta's Graph API, with the token of the source that the person wrote to. */
export function metaChatter(graphUrl: string, secrets: Pick<SourceSecrets, 'of' | 'fresh'>): Chatter {
  async function send(chat: Chat): Promise<SendOutcome> {
    // Without a token it certainly did not leave.
    const token = await pageToken(secrets, chat.source);
    if (!token) return { state: 'refused', reason: 'no-token' };
    const reply = await fetch(`${graphUrl}/${graphVersion}/${encodeURIComponent(chat.page)}/messages`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify(bodyOf(chat)),
      redirect: 'error',
      signal: AbortSignal.timeout(timeoutMilliseconds),
    });
    const sent = (await reply.json().catch(() => ({}))) as Sent;
    if (reply.ok) return { state: 'accepted', providerId: sent.message_id ?? sent.messages?.[0]?.id ?? '' };
    // Meta's own trouble leaves it open whether the message went.
    if (reply.status >= 500) throw new Error(`Meta answered ${reply.status}.`);
    return { state: 'refused', reason: `meta-${sent.error?.code ?? reply.status}` };
  }
  return { send };
}
