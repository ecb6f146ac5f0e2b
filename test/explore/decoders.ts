import fc from 'fast-check';
import { decode } from '../../domain/inquiry/decode.ts';
import { registrationOf } from '../../domain/inquiry/register-delivery.ts';
import type { DecoderName, Source } from '../../domain/practice/source.ts';
import { assess, lakeside } from '../support/lakeside.ts';
import { agreementOf } from './reference-parsers.ts';

export interface Finding {
  readonly seed: number;
  readonly what: string;
}

const marker = 'My lip turned white an hour after filler.';
const longest = 1024 * 1024;
const boundary = 'heard-boundary';

/** A whole body of each kind with the patient's words in it, among fields that may be anything. */
type Fields = readonly (readonly [string, string])[];
const part = (name: string, value: string): string =>
  `--${boundary}\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`;
const claims = (payload: unknown): string =>
  ['{"alg":"RS256"}', JSON.stringify(payload), 'x']
    .map((text) => Buffer.from(text).toString('base64url'))
    .join('.');
const withWords = (fields: Fields): Record<string, unknown> => ({
  ...Object.fromEntries(fields.filter(([name]) => !['message', 'email'].includes(name))),
  email: 'jordan.avery@example.com',
  message: marker,
});
const encode = encodeURIComponent;
const wholeBody: Readonly<Record<Exclude<DecoderName, 'auto'>, (fields: Fields) => string>> = {
  json: (fields) => JSON.stringify(withWords(fields)),
  urlencoded: (fields) =>
    [...fields.map(([name, value]) => `${encode(`x${name}`)}=${encode(value)}`)]
      .concat('email=jordan.avery%40example.com', `message=${encode(marker)}`)
      .join('&'),
  multipart: (fields) =>
    [
      ...fields.map(([name, value]) =>
        part(`x${name.replaceAll(/[^\w-]/g, '_')}`, value.replaceAll(boundary, '')),
      ),
      part('email', 'jordan.avery@example.com'),
      part('message', marker),
      `--${boundary}--\r\n`,
    ].join(''),
  jwt: (fields) => claims(withWords(fields)),
  sns: (fields) =>
    JSON.stringify({ Type: 'Notification', MessageId: 'm', Message: JSON.stringify(withWords(fields)) }),
  email: (fields) =>
    [
      'From: Jordan Avery <jordan.avery@example.com>',
      ...fields.map(([name, value]) => `X-${name.replaceAll(/[^\w-]/g, '') || 'a'}: ${encode(value)}`),
      'Content-Type: text/plain; charset=utf-8',
      '',
      marker,
    ].join('\r\n'),
};
const kinds = Object.keys(wholeBody) as readonly Exclude<DecoderName, 'auto'>[];

const contentType = (kind: DecoderName): string =>
  kind === 'multipart' ? `multipart/form-data; boundary=${boundary}` : 'text/plain; charset=utf-8';

const paths: Readonly<Partial<Record<DecoderName, Source['mapping']>>> = {
  sns: { email: 'message.email', message: 'message.message' },
  email: { email: 'from.address', message: 'text' },
};
const sourceOf = (decoder: DecoderName): Source => ({
  id: 'src_fuzz',
  name: 'Fuzz',
  location: 'downtown',
  channel: 'web-form',
  verifier: { kind: 'standard-webhooks' },
  decoder,
  mapping: paths[decoder] ?? { email: 'email', message: 'message' },
});

const fields = fc.array(
  fc.tuple(fc.string({ maxLength: 30 }), fc.string({ unit: 'binary', maxLength: 200, size: 'max' })),
  {
    maxLength: 12,
  },
);
const noise = fc.uint8Array({ maxLength: 400 });
const deep = fc.integer({ min: 1, max: 20_000 }).map((depth) => '['.repeat(depth));

interface Try {
  readonly kind: Exclude<DecoderName, 'auto'>;
  readonly body: Buffer;
  /** The text field is whole and the body still is one of its kind: the words must be mapped. */
  readonly whole: boolean;
}

type Mutation = (body: Buffer, bytes: Uint8Array, at: number) => Buffer;
const mutations: readonly Mutation[] = [
  (body, bytes, at) => Buffer.concat([body.subarray(0, at), bytes, body.subarray(at)]),
  (body, bytes, at) =>
    Buffer.concat([body.subarray(0, at), body.subarray(Math.min(body.length, at + bytes.length))]),
  (body, _bytes, at) => body.subarray(0, at),
  (body, bytes, at) => {
    const changed = Buffer.from(body);
    bytes.forEach((byte, index) => {
      if (at + index < changed.length) changed[at + index] = byte;
    });
    return changed;
  },
  (body) => Buffer.concat([body, body]),
];

const tries: fc.Arbitrary<Try> = fc
  .tuple(
    fc.constantFrom(...kinds),
    fields,
    noise,
    deep,
    fc.nat(),
    fc.integer({ min: 0, max: mutations.length + 3 }),
  )
  .map(([kind, given, bytes, nested, position, choice]): Try => {
    const body = Buffer.from(wholeBody[kind](given));
    const mutate = mutations[choice];
    if (mutate) return { kind, body: mutate(body, bytes, position % (body.length + 1)), whole: false };
    if (choice === mutations.length) return { kind, body: Buffer.from(bytes), whole: false };
    if (choice === mutations.length + 1) return { kind, body: Buffer.from(nested), whole: false };
    return { kind, body, whole: true };
  });

/** One random body through decoder, mapping and registration: what must never happen. */
async function findingsOf({ kind, body, whole }: Try): Promise<readonly string[]> {
  const source = sourceOf(kind);
  const registration = await registrationOf({
    delivery: {
      id: 'd'.repeat(64),
      schema: 1,
      source: source.id,
      receivedAt: '2026-11-20T16:05:00.000Z',
      contentType: contentType(kind),
      headers: {},
      encoding: 'utf8',
      body: '',
    },
    body,
    source,
    practice: lakeside.identity,
    assess,
    addressKeys: () => [],
    keyedId: (_source, key) => key,
    storedMail: async () => undefined,
    keepFile: async () => 'key',
    inquiryOf: async () => undefined,
    saidBefore: async () => [],
    templates: [],
    lead: async () => undefined,
    flooded: async () => false,
    awaited: async () => false,
  });
  const [arrival] = registration.arrivals;
  if (registration.arrivals.length !== 1 || !arrival) return [`${kind}: a stored body came to nothing`];
  if (whole && (arrival.text !== marker || arrival.review !== undefined))
    return [`${kind}: the words were whole and were not mapped`];
  if (arrival.text.includes(marker) && arrival.assessment.level === 'R')
    return [`${kind}: a red flag in the text was not seen`];
  const decoded = await decode(source, { body, contentType: contentType(kind), headers: {} }).catch(
    () => undefined,
  );
  const disagreement = await agreementOf(kind, body, contentType(kind), decoded?.body);
  return disagreement ? [`${kind}: ${disagreement}`] : [];
}

/** Fuzzes every decoder; `seed` starts the generator, `runs` bodies are made. */
export async function fuzzDecoders(seed: number, runs: number): Promise<readonly Finding[]> {
  const findings: Finding[] = [];
  for (const given of fc.sample(tries, { seed, numRuns: runs }))
    try {
      for (const what of await findingsOf(given)) findings.push({ seed, what });
    } catch (error) {
      findings.push({ seed, what: `${given.kind}: ${(error as Error).name} was thrown` });
    }
  return findings;
}

/** Milliseconds of the processor that some work takes, whatever else the machine does. */
async function processorTime(work: () => Promise<unknown>): Promise<number> {
  const from = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(from);
  return (user + system) / 1000;
}

/** Bodies at the largest size that intake takes, of each kind: milliseconds of the processor each took. */
export async function largest(): Promise<Readonly<Record<string, number>>> {
  const times: Record<string, number> = {};
  const filler: Fields = Array.from({ length: 4000 }, (_, index) => [`f${index}`, 'x'.repeat(200)]);
  for (const kind of kinds) {
    const body = Buffer.from(wholeBody[kind](filler)).subarray(0, longest);
    times[kind] = await processorTime(() => findingsOf({ kind, body, whole: false }));
  }
  return times;
}

const inMail = (type: string, text: string): string =>
  `From: a@example.com\r\nContent-Type: ${type}; charset=utf-8\r\n\r\n${text}`;

/** Bodies of the largest size that are made to keep a pattern or a parser busy; milliseconds of the processor each took. */
export async function hostile(): Promise<Readonly<Record<string, number>>> {
  const full = longest - 2000;
  const bodies: readonly (readonly [string, Try['kind'], string])[] = [
    ['tags that never close', 'email', inMail('text/html', '<'.repeat(full))],
    ['styles that never close', 'email', inMail('text/html', '<style '.repeat(full / 7))],
    ['quotes and one answer', 'email', inMail('text/plain', `${'> a\n'.repeat(full / 4)}b`)],
    ['an address of spaces', 'json', JSON.stringify({ email: ' '.repeat(full), message: marker })],
    [
      'a message without a space',
      'json',
      JSON.stringify({ email: 'a@example.com', message: 'a'.repeat(full) }),
    ],
    ['brackets without end', 'urlencoded', `a${'[b]'.repeat(full / 3)}=1`],
    ['thousands of parts', 'multipart', part('a', 'b').repeat(full / 80)],
    ['an array without end', 'json', '['.repeat(full)],
  ];
  const times: Record<string, number> = {};
  for (const [name, kind, text] of bodies) {
    times[name] = await processorTime(() => findingsOf({ kind, body: Buffer.from(text), whole: false }));
  }
  return times;
}
