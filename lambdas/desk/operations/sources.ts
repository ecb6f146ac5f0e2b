import * as z from 'zod/mini';
import { DomainError } from '../../../domain/errors.ts';
import type { Mapped } from '../../../domain/inquiry/map-request.ts';
import { tryRequest } from '../../../domain/inquiry/try-request.ts';
import { secretName, secretPurposes } from '../../../domain/practice/secret-names.ts';
import { Source } from '../../../domain/practice/source.ts';
import type { HttpEvent } from '../../kit/http.ts';
import { type Request, readRequest } from '../../verification/request.ts';
import type { Verdict } from '../../verification/signed.ts';
import type { SnsWeb } from '../../verification/sns.ts';
import { verify } from '../../verification/verify.ts';
import { type Operation, operation } from '../operation.ts';

export interface SourcePorts {
  readonly sources: readonly Source[];
  readonly secrets: {
    set(source: string, value: string): Promise<void>;
    fresh(source: string): Promise<readonly string[]>;
  };
  readonly web: SnsWeb;
  readonly country: string;
}

const Captured = z.strictObject({
  method: z.string().check(z.maxLength(10)),
  /** The public URL as the sender knew it. */
  url: z.url(),
  headers: z.record(z.string(), z.string()),
  body: z.string().check(z.maxLength(1_500_000)),
  encoding: z._default(z.enum(['utf8', 'base64']), 'utf8'),
  /** The source as it would be after an edit; the deployed one without it. */
  source: z.optional(Source),
});

const text = z.nullable(z.string());
const Tried = z.object({
  verification: z.string(),
  readable: z.boolean(),
  key: text,
  messages: z.array(
    z.object({
      outcome: z.enum(['inquiry', 'ignored', 'review']),
      why: text,
      name: text,
      email: text,
      phone: text,
      text,
      language: text,
      details: z.record(z.string(), z.string()),
    }),
  ),
  unused: z.array(z.string()),
});

const sentences: Readonly<Record<Verdict, string>> = {
  verified: 'verified',
  'no-secret': 'refused: this source has no secret yet; set one with npm run heard -- secrets set SOURCE',
  missing: 'refused: the proof is missing where the source says it stands',
  mismatch: 'refused: the proof is there, and not made with a live secret over these bytes',
  time: 'genuine, and too old or too new by now: it would be refused if it came again',
  'not-allowed': 'refused: it is for a topic that the source does not name',
};

function viewOf(mapped: Mapped): z.infer<typeof Tried>['messages'][number] {
  const nothing = {
    why: null,
    name: null,
    email: null,
    phone: null,
    text: null,
    language: null,
    details: {},
  };
  if ('ignored' in mapped) return { ...nothing, outcome: 'ignored', why: 'one of the ignore rules holds' };
  const contact = 'message' in mapped ? mapped.message.contact : mapped.contact;
  const person = {
    name: contact.name ?? null,
    email: contact.email ?? null,
    phone: contact.phone ?? null,
  };
  if ('unreadable' in mapped) return { ...nothing, ...person, outcome: 'review', why: mapped.unreadable };
  const { message } = mapped;
  const details = { ...message.details, ...(message.call ? { Call: message.call.outcome } : {}) };
  return {
    ...nothing,
    ...person,
    outcome: 'inquiry',
    text: message.text,
    language: message.language ?? null,
    details,
  };
}

function eventOf(
  { method, url, headers, body, encoding }: z.infer<typeof Captured>,
  source: string,
): HttpEvent {
  const { pathname, search } = new URL(url);
  const lower = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]);
  return {
    headers: Object.fromEntries(lower),
    rawPath: pathname,
    rawQueryString: search.slice(1),
    pathParameters: { source, proxy: pathname.split('/').slice(4).join('/') },
    requestContext: { http: { method } },
    body,
    isBase64Encoded: encoding === 'base64',
  } as unknown as HttpEvent;
}

async function verdictOf(request: Request, ports: SourcePorts, now: string): Promise<Verdict> {
  const { source, signed } = request;
  const at = { now: Math.floor(Date.parse(now) / 1000), web: ports.web };
  const secrets = source.verifier.kind === 'sns' ? [] : await ports.secrets.fresh(source.id);
  return verify(source.verifier, signed, secrets, at);
}

export const sourceOperations = (ports: SourcePorts): readonly Operation[] => {
  const known = (id: string | undefined): Source => {
    const source = ports.sources.find((candidate) => candidate.id === id);
    if (!source) throw new DomainError('not-found', 'There is no such source in practice/sources.yaml.');
    return source;
  };
  return [
    operation({
      id: 'setSourceSecret',
      method: 'PUT',
      path: '/v1/sources/{source}/secret',
      summary: 'Make this the newest secret of a source; the one before stays live',
      roles: ['manager'],
      body: z.strictObject({
        secret: z.string().check(z.minLength(8), z.maxLength(5000)),
        /** `handshake`: the token of a challenge; `token`: with which Heard answers on this page. */
        purpose: z._default(z.enum(secretPurposes), 'verification'),
      }),
      success: { status: 204 },
      run: async ({ parameters, body }) => {
        const { id, handshake } = known(parameters.source);
        if (body.purpose === 'handshake' && !handshake)
          throw new DomainError('invalid', 'This source has no handshake in practice/sources.yaml.');
        await ports.secrets.set(secretName(id, body.purpose), body.secret);
        return {};
      },
    }),
    operation({
      id: 'trySource',
      method: 'POST',
      path: '/v1/sources/{source}/try',
      summary:
        'What a source makes of a captured request: verification, mapping, fields that were not used; stores nothing',
      roles: ['manager'],
      body: Captured,
      success: { status: 200, schema: Tried },
      run: async ({ parameters, body, now }) => {
        const source = body.source ?? known(parameters.source);
        if (source.id !== parameters.source)
          throw new DomainError('invalid', 'The source in the body has another id than the one in the path.');
        const request = readRequest(source, eventOf(body, source.id), new URL(body.url).origin);
        const decoded = await request.decoded();
        const { mapped, unused } = decoded
          ? tryRequest(source, decoded, ports.country)
          : { mapped: [], unused: [] };
        const keys = mapped.map(({ key }) => key);
        return {
          body: {
            verification: sentences[await verdictOf(request, ports, now)],
            readable: decoded !== undefined,
            key: keys.length > 0 && keys.every(Boolean) ? keys.join(',') : null,
            messages: mapped.map(viewOf),
            unused,
          },
        };
      },
    }),
  ];
};
