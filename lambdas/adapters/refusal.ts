import type { SendOutcome } from '../../domain/message/senders.ts';

/** How a channel refused for certain, by the name of its error; `mayPass` are those that say no more than: not now. */
export const refusalOf = (name: string, mayPass: ReadonlySet<string>): SendOutcome => ({
  state: 'refused',
  reason: name,
  ...(mayPass.has(name) ? { throttled: true } : {}),
});
