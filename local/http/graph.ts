import type { Outbox } from '../outbox.ts';
import type { Clock } from '../service.ts';

interface GraphMessage {
  readonly messaging_product?: string;
  readonly to?: string;
  readonly recipient?: { readonly id?: string };
  readonly message?: { readonly text?: string };
  readonly text?: { readonly body?: string };
  readonly tag?: string;
}

/** Stands in for Meta's Graph API: messages go to the outbox; a person whose id ends in `refused` takes none. */
export function createGraph(outbox: Outbox, clock: Clock) {
  let sent = 0;
  return (path: string, authorization: string, body: unknown): readonly [number, unknown] => {
    if (!/^\/v[\d.]+\/[^/]+\/messages$/.test(path)) return [404, { error: { code: 2500 } }];
    if (!/^Bearer \S+$/.test(authorization)) return [401, { error: { code: 190 } }];
    const { messaging_product: product, to, recipient, message, text, tag } = body as GraphMessage;
    const person = to ?? recipient?.id ?? '';
    if (person.endsWith('refused')) return [400, { error: { code: 551 } }];
    sent += 1;
    outbox.add({
      channel: product === 'whatsapp' ? 'whatsapp' : 'messenger',
      audience: 'patient',
      to: person,
      subject: '',
      text: message?.text ?? text?.body ?? '',
      headers: tag ? { tag } : {},
      at: new Date(clock.now()).toISOString(),
      about: {},
    });
    return [200, { message_id: `m_local_${sent}`, messages: [{ id: `wamid.local.${sent}` }] }];
  };
}
