import { createHash } from 'node:crypto';
import { decode } from '../../domain/inquiry/decode.ts';
import type { Deliveries, Delivery, Registrations } from '../../domain/inquiry/delivery.ts';
import { idempotencyKey } from '../../domain/inquiry/field-rule.ts';
import type { Source } from '../../domain/practice/source.ts';
import { bodyBytes, type HttpEvent, type HttpReply, json } from '../kit/http.ts';
import { log } from '../kit/logger.ts';
import { type Signed, verify } from './verify.ts';

export interface ReceivePorts {
  readonly deliveries: Pick<Deliveries, 'store' | 'receivedAt'>;
  readonly registrations: Registrations;
  readonly secrets: {
    of(source: string): Promise<readonly string[]>;
    fresh(source: string): Promise<readonly string[]>;
  };
  readonly sources: readonly Source[];
  /** Epoch milliseconds. */
  readonly now: () => number;
}

export const longestBody = 1024 * 1024;
const windowMilliseconds = 600_000;

const refusal = (statusCode: number, error: string): HttpReply => json(statusCode, { error });
const notVerified = refusal(401, 'The request could not be verified.');
const received = json(200, { received: true });

const hash = (...parts: readonly (string | Buffer)[]): string => {
  const sum = createHash('sha256');
  for (const part of parts) sum.update(part).update('\n');
  return sum.digest('hex');
};

function signed(event: HttpEvent, body: Buffer): Signed {
  return { headers: event.headers, query: new URLSearchParams(event.rawQueryString), body };
}

async function genuine(source: Source, request: Signed, ports: ReceivePorts): Promise<boolean> {
  const seconds = Math.floor(ports.now() / 1000);
  if (verify(source.verifier, request, await ports.secrets.of(source.id), seconds)) return true;
  // The secret may have been replaced since this function read it.
  return verify(source.verifier, request, await ports.secrets.fresh(source.id), seconds);
}

/** The sender's own key; a body that cannot be read has none, and is stored all the same. */
function senderKey(
  source: Source,
  headers: Readonly<Record<string, string>>,
  body: Buffer,
): string | undefined {
  if (source.idempotencyKey === undefined) return undefined;
  try {
    const readsHeaders =
      typeof source.idempotencyKey === 'string' && source.idempotencyKey.startsWith('header:');
    const decoded = readsHeaders ? undefined : decode(source.decoder, body.toString());
    return idempotencyKey(source, { body: decoded, headers });
  } catch {
    log.warn('A body could not be read; it is stored under its hash.', { source: source.id });
    return undefined;
  }
}

/**
 * The delivery's id. Without a key of the sender's own the body's hash serves for ten minutes of stored time
 * (docs/decisions/003): ids are made per window, and an equal body of the window before counts while it is younger than that.
 */
async function identify(
  source: Source,
  key: string | undefined,
  body: Buffer,
  ports: ReceivePorts,
): Promise<string> {
  if (key !== undefined) return hash(source.id, 'key', key);
  const content = hash(body);
  const now = ports.now();
  const window = Math.floor(now / windowMilliseconds);
  const before = hash(source.id, content, String(window - 1));
  const known = await ports.deliveries.receivedAt(before);
  if (known && now - Date.parse(known.receivedAt) < windowMilliseconds) return before;
  return hash(source.id, content, String(window));
}

function kept(source: Source, event: HttpEvent): Record<string, string> {
  const names = source.keepHeaders ?? [];
  return Object.fromEntries(
    names.flatMap((name) => (event.headers[name] ? [[name, event.headers[name]]] : [])),
  );
}

function text(body: Buffer): Pick<Delivery, 'body' | 'encoding'> {
  const utf8 = body.toString('utf8');
  const faithful = Buffer.from(utf8, 'utf8').equals(body);
  return faithful ? { body: utf8, encoding: 'utf8' } : { body: body.toString('base64'), encoding: 'base64' };
}

async function register(id: string, ports: ReceivePorts): Promise<void> {
  try {
    await ports.registrations.start(id);
  } catch (error) {
    // It is stored; the watch registers it within two minutes.
    log.error('A registration did not start; the watch will start it.', { deliveryId: id }, error);
  }
}

async function store(
  source: Source,
  event: HttpEvent,
  body: Buffer,
  ports: ReceivePorts,
): Promise<HttpReply> {
  const headers = kept(source, event);
  const id = await identify(source, senderKey(source, headers, body), body, ports);
  const outcome = await ports.deliveries.store({
    id,
    schema: 1,
    source: source.id,
    receivedAt: new Date(ports.now()).toISOString(),
    contentType: (event.headers['content-type'] ?? '').slice(0, 200),
    headers,
    ...text(body),
  });
  if (!outcome.registered) await register(id, ports);
  log.info(outcome.stored ? 'A delivery was stored.' : 'A delivery came again.', {
    deliveryId: id,
    source: source.id,
  });
  return received;
}

/**
 * Cap, verify, store, start the registration, answer; nothing else, so that it is fast and small. Throws only when the store fails,
 * which is our fault (503) and makes the sender try again.
 */
export async function receive(event: HttpEvent, ports: ReceivePorts): Promise<HttpReply> {
  const body = bodyBytes(event);
  if (body.length > longestBody) return refusal(413, 'The body is longer than 1 MiB.');
  const encoding = event.headers['content-encoding'] ?? 'identity';
  if (encoding.trim().toLowerCase() !== 'identity')
    return refusal(415, 'Send the body without Content-Encoding.');
  const source = ports.sources.find(({ id }) => id === event.pathParameters?.source);
  if (
    !source ||
    event.requestContext.http.method !== 'POST' ||
    !(await genuine(source, signed(event, body), ports))
  ) {
    log.warn('A request was not verified.', { code: 'not-verified', source: source?.id ?? 'unknown' });
    return notVerified;
  }
  return store(source, event, body, ports);
}
