import { createVerify, X509Certificate } from 'node:crypto';
import type { VerifierOf } from '../../domain/practice/verifier.ts';
import { near, type Signed, type Verdict } from './signed.ts';

/** What SNS posts: https://docs.aws.amazon.com/sns/latest/dg/sns-http-https-endpoint-as-subscriber.html */
export interface Envelope {
  readonly Type: string;
  readonly TopicArn: string;
  readonly Message: string;
  readonly MessageId: string;
  readonly Timestamp: string;
  readonly SignatureVersion: string;
  readonly Signature: string;
  readonly SigningCertURL: string;
  readonly SubscribeURL?: string;
}

/** AWS's own web: certificates and confirmations are fetched from there and from nowhere else. */
export interface SnsWeb {
  /** The PEM at a URL; undefined where there is none. Throws when AWS cannot be reached. */
  certificate(url: string): Promise<string | undefined>;
}

/** AWS's retries end within the hour. */
const toleranceSeconds = 3600;
const notification = ['Message', 'MessageId', 'Subject', 'Timestamp', 'TopicArn', 'Type'];
const confirmation = ['Message', 'MessageId', 'SubscribeURL', 'Timestamp', 'Token', 'TopicArn', 'Type'];

/** The envelope in a body; undefined when it is none. */
export function envelopeOf(body: Buffer): Envelope | undefined {
  try {
    const read = JSON.parse(body.toString()) as Record<string, unknown>;
    const texts = ['Type', 'TopicArn', 'Message', 'Timestamp', 'Signature', 'SigningCertURL'];
    return texts.every((name) => typeof read[name] === 'string') ? (read as unknown as Envelope) : undefined;
  } catch {
    return undefined;
  }
}

function canonical(envelope: Envelope): string {
  const values = envelope as unknown as Record<string, string | undefined>;
  const keys = envelope.Type === 'Notification' ? notification : confirmation;
  return keys.map((key) => (values[key] === undefined ? '' : `${key}\n${values[key]}\n`)).join('');
}

const host = /^sns\.[a-z0-9-]{5,30}\.amazonaws\.com(\.cn)?$/;

/** Whether a URL is on AWS's own SNS host: anything else could serve a certificate, or an answer, of its own. */
export function onSnsHost(url: string): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol, hostname, port, username, password } = new URL(url);
  return protocol === 'https:' && port === '' && !username && !password && host.test(hostname);
}

async function signedByAws(envelope: Envelope, web: SnsWeb): Promise<boolean> {
  const algorithm = { '1': 'RSA-SHA1', '2': 'RSA-SHA256' }[envelope.SignatureVersion];
  if (!algorithm || !onSnsHost(envelope.SigningCertURL) || !envelope.SigningCertURL.endsWith('.pem'))
    return false;
  const pem = await web.certificate(envelope.SigningCertURL);
  if (pem === undefined) return false;
  const { publicKey } = new X509Certificate(pem);
  const check = createVerify(algorithm).update(canonical(envelope));
  return check.verify(publicKey, envelope.Signature, 'base64');
}

/** AWS's signature, of a topic that is expected, not older than AWS's retries. Throws when the certificate cannot be had. */
export async function sns(
  verifier: VerifierOf<'sns'>,
  request: Signed,
  web: SnsWeb,
  now: number,
): Promise<Verdict> {
  const envelope = envelopeOf(request.body);
  if (!envelope) return 'missing';
  if (!verifier.topics.includes(envelope.TopicArn)) return 'not-allowed';
  if (!(await signedByAws(envelope, web))) return 'mismatch';
  const seconds = Date.parse(envelope.Timestamp) / 1000;
  return near(seconds, verifier.toleranceSeconds ?? toleranceSeconds, now) ? 'verified' : 'time';
}
