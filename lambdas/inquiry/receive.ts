import type { Deliveries, Delivery, Registrations } from '../../domain/inquiry/delivery.ts';
import { secretName } from '../../domain/practice/secret-names.ts';
import type { Source } from '../../domain/practice/source.ts';
import { bodyBytes, type HttpEvent, type HttpReply, json } from '../kit/http.ts';
import { log } from '../kit/logger.ts';
import { identify } from '../verification/identify.ts';
import { type Request, readRequest } from '../verification/request.ts';
import type { Verdict } from '../verification/signed.ts';
import type { SnsWeb } from '../verification/sns.ts';
import { verify } from '../verification/verify.ts';

export interface ReceivePorts {
  readonly deliveries: Pick<Deliveries, 'store' | 'receivedAt'>;
  readonly registrations: Registrations;
  readonly secrets: {
    of(source: string): Promise<readonly string[]>;
    fresh(source: string): Promise<readonly string[]>;
  };
  readonly sources: readonly Source[];
  readonly web: SnsWeb & { confirm(url: string): Promise<void> };
  /** The origin that senders know, such as https://intake.example.com. */
  readonly publicUrl: string;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

export const longestBody = 1024 * 1024;

const refusal = (statusCode: number, error: string): HttpReply => json(statusCode, { error });
const notVerified = refusal(401, 'The request could not be verified.');

async function genuine(request: Request, ports: ReceivePorts): Promise<Verdict> {
  const { source, signed } = request;
  const at = { now: Math.floor(ports.now() / 1000), web: ports.web };
  // A signature of AWS's needs no secret of ours.
  if (source.verifier.kind === 'sns') return verify(source.verifier, signed, [], at);
  const verdict = await verify(source.verifier, signed, await ports.secrets.of(source.id), at);
  if (verdict === 'verified') return verdict;
  // The secret may have been replaced since this function read it.
  return verify(source.verifier, signed, await ports.secrets.fresh(source.id), at);
}

/** The body as it is kept: text where it is UTF-8, else its bytes; without the secrets that it carries. */
async function contentOf(
  request: Request,
  ports: ReceivePorts,
): Promise<Pick<Delivery, 'body' | 'encoding'>> {
  const { source, body, decoded } = request;
  const utf8 = body.toString('utf8');
  const faithful = Buffer.from(utf8, 'utf8').equals(body);
  // Bytes that are no UTF-8 are looked through one by one: secrets are ASCII.
  let text = faithful ? utf8 : body.toString('latin1');
  if (source.scrub !== undefined || source.verifier.kind === 'shared-secret') {
    const { scrub } = await import('../verification/scrub.ts');
    const named = source.scrub?.fields ? await decoded() : undefined;
    text = scrub(source, text, await ports.secrets.of(source.id), named);
  }
  return faithful
    ? { body: text, encoding: 'utf8' }
    : { body: Buffer.from(text, 'latin1').toString('base64'), encoding: 'base64' };
}

async function register(id: string, ports: ReceivePorts): Promise<void> {
  try {
    await ports.registrations.start(id);
  } catch (error) {
    // It is stored; the watch registers it within two minutes.
    log.error('A registration did not start; the watch will start it.', { deliveryId: id }, error);
  }
}

/** What this sender wants to read: some show their visitor an error, or text the patient, for anything else. */
function answerOf({ answer }: Source): HttpReply {
  if (!answer) return json(200, { received: true });
  return {
    statusCode: answer.status ?? 200,
    headers: { 'content-type': answer.contentType ?? 'text/plain', 'cache-control': 'no-store' },
    body: answer.body ?? '',
  };
}

async function store(request: Request, ports: ReceivePorts): Promise<HttpReply> {
  const { source, kept } = request;
  const id = await identify(request, ports.deliveries, ports.now());
  const outcome = await ports.deliveries.store({
    id,
    schema: 1,
    source: source.id,
    receivedAt: new Date(ports.now()).toISOString(),
    contentType: request.contentType,
    headers: kept.headers,
    ...(Object.keys(kept.query).length > 0 ? { query: kept.query } : {}),
    ...(kept.path ? { path: kept.path } : {}),
    ...(await contentOf(request, ports)),
  });
  if (!outcome.registered) await register(id, ports);
  log.info(outcome.stored ? 'A delivery was stored.' : 'A delivery came again.', {
    deliveryId: id,
    source: source.id,
  });
  return answerOf(source);
}

/** SNS asks whether its messages are wanted before it sends any; the topic is one of the source's own when it comes here. */
async function confirmed(request: Request, ports: ReceivePorts): Promise<HttpReply | undefined> {
  if (request.source.verifier.kind !== 'sns') return undefined;
  const { envelopeOf, onSnsHost } = await import('../verification/sns.ts');
  const { Type: type, SubscribeURL: url } = envelopeOf(request.body) ?? {};
  if (type === 'Notification') return undefined;
  log.warn('A topic said that it was subscribed or unsubscribed.', {
    source: request.source.id,
    kind: type === 'SubscriptionConfirmation' ? 'subscribed' : 'unsubscribed',
  });
  if (type === 'SubscriptionConfirmation' && url && onSnsHost(url)) await ports.web.confirm(url);
  return answerOf(request.source);
}

async function challenged(
  source: Source | undefined,
  event: HttpEvent,
  ports: ReceivePorts,
): Promise<HttpReply> {
  if (!source?.handshake) return notVerified;
  const { answerChallenge } = await import('../verification/handshake.ts');
  const own = await ports.secrets.fresh(secretName(source.id, 'handshake'));
  const secrets = own.length > 0 ? own : await ports.secrets.fresh(source.id);
  return answerChallenge(source.handshake, new URLSearchParams(event.rawQueryString), secrets);
}

/** Why a request is not even looked at. */
function beyond(event: HttpEvent): HttpReply | undefined {
  if (bodyBytes(event).length > longestBody) return refusal(413, 'The body is longer than 1 MiB.');
  const encoding = event.headers['content-encoding'] ?? 'identity';
  if (encoding.trim().toLowerCase() !== 'identity')
    return refusal(415, 'Send the body without Content-Encoding.');
  return undefined;
}

/**
 * Cap, verify, store, start the registration, answer; nothing else, so that it is fast and small. Throws only when the store fails,
 * which is our fault (503) and makes the sender try again.
 */
export async function receive(event: HttpEvent, ports: ReceivePorts): Promise<HttpReply> {
  const refused = beyond(event);
  if (refused) return refused;
  const source = ports.sources.find(({ id }) => id === event.pathParameters?.source);
  if (event.requestContext.http.method === 'GET') return challenged(source, event, ports);
  const request = source && readRequest(source, event, ports.publicUrl);
  const verdict = request ? await genuine(request, ports) : 'unknown-source';
  if (!request || verdict !== 'verified') {
    log.warn('A request was not verified.', { code: verdict, source: source?.id ?? 'unknown' });
    return notVerified;
  }
  return (await confirmed(request, ports)) ?? store(request, ports);
}
