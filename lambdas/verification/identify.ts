import { createHash } from 'node:crypto';
import type { Deliveries } from '../../domain/inquiry/delivery.ts';
import type { Request } from './request.ts';

/** Without a key of the sender's own, an equal body is the same message for ten minutes of stored time. */
const windowMilliseconds = 600_000;

const hash = (...parts: readonly (string | Buffer)[]): string => {
  const sum = createHash('sha256');
  for (const part of parts) sum.update(part).update('\n');
  return sum.digest('hex');
};

/** The id of a delivery, or of one message of a batch, from the sender's own key. */
export const keyedId = (source: string, key: string): string => hash(source, 'key', key);

type Identified = Pick<Request, 'source' | 'body' | 'kept' | 'decoded'>;

async function senderKey({ source, kept, decoded }: Identified): Promise<string | undefined> {
  const rule = source.idempotencyKey;
  if (rule === undefined) return undefined;
  // The commonest key is a header, for which nothing has to be decoded.
  if (typeof rule === 'string' && rule.startsWith('header:')) return kept.headers[rule.slice(7)];
  const request = await decoded();
  if (!request) return undefined;
  return (await import('../../domain/inquiry/field-text.ts')).idempotencyKey(source, request);
}

/**
 * The delivery's id. Without a key of the sender's own the body's hash serves for ten minutes of stored time
 * (docs/decisions/003): ids are made per window, and an equal body of the window before counts while it is younger than that.
 */
export async function identify(
  request: Identified,
  deliveries: Pick<Deliveries, 'receivedAt'>,
  now: number,
): Promise<string> {
  const { source, body } = request;
  const key = await senderKey(request);
  if (key !== undefined) return keyedId(source.id, key);
  const content = hash(body);
  const window = Math.floor(now / windowMilliseconds);
  const before = hash(source.id, content, String(window - 1));
  const known = await deliveries.receivedAt(before);
  if (known && now - Date.parse(known.receivedAt) < windowMilliseconds) return before;
  return hash(source.id, content, String(window));
}
