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

type Answer = readonly [status: number, body: unknown];

/** Stands in for Meta's Graph API: messages go to the outbox, a person whose id ends in `refused` takes none; leads are what was put there. */
export function createGraph(outbox: Outbox, clock: Clock) {
  let sent = 0;

  function take({ messaging_product: product, to, recipient, message, text, tag }: GraphMessage): Answer {
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
  }

  return (
    path: string,
    authorization: string,
    body: unknown,
    leads: ReadonlyMap<string, unknown>,
  ): Answer => {
    if (!/^Bearer \S+$/.test(authorization)) return [401, { error: { code: 190 } }];
    const lead = /^\/v[\d.]+\/([^/]+)$/.exec(path)?.[1];
    if (lead !== undefined) return leads.has(lead) ? [200, leads.get(lead)] : [400, { error: { code: 100 } }];
    return /^\/v[\d.]+\/[^/]+\/messages$/.test(path)
      ? take(body as GraphMessage)
      : [404, { error: { code: 2500 } }];
  };
}
