import type { IncomingMessage, ServerResponse } from 'node:http';
import type { FaultRule, Faults } from '../aws/faults.ts';
import type { Inbound } from '../aws/inbound.ts';
import type { Outbox } from '../outbox.ts';
import type { Clock } from '../service.ts';
import { readRequest } from './http-api.ts';
import type { Tokens } from './tokens.ts';
import type { Tools } from './tools.ts';

export interface ControlOptions {
  readonly clock: Clock;
  readonly outbox: Outbox;
  readonly faults: Faults;
  /** How many functions hang in a call now. */
  readonly stalled: () => number;
  /** Trusts a certificate of SNS's while this runs. */
  readonly inbound: Inbound;
  readonly tools: Tools;
  /** Meta's Graph API, as far as messages go. */
  readonly graph: (
    path: string,
    authorization: string,
    body: unknown,
    leads: ReadonlyMap<string, unknown>,
  ) => Answer;
  readonly trust: (file: string, pem: string) => void;
  readonly tokens: Tokens;
  readonly endpoints: Readonly<Record<string, string>>;
  /** The staff id that somebody of this role signs in as. */
  readonly staffOf: (role: string) => string | undefined;
  /** Fires what is scheduled for functions and machines with this text in their name. */
  readonly fire: (target: string) => Promise<void>;
  /** Presses 1 in the call with these attributes. */
  readonly press: (attributes: Readonly<Record<string, string>>) => Promise<unknown>;
  /** Runs every recall sweep now, and gives the ids of the closed sweeps. */
  readonly sweep: () => Promise<readonly string[]>;
}

type Answer = readonly [status: number, body: unknown];
type Operation = (url: URL, body: unknown, raw: Buffer) => Promise<Answer> | Answer;

const parsed = (body: Buffer | undefined): unknown => {
  try {
    return JSON.parse(body?.toString() || '{}');
  } catch {
    return {};
  }
};

function operations(
  options: ControlOptions,
  leads: Map<string, unknown>,
): Readonly<Record<string, Operation>> {
  const { clock, outbox, faults, tokens } = options;
  return {
    'GET health': () => [200, { ready: true }],
    'POST advance': async (url) => {
      const seconds = Number(url.searchParams.get('seconds'));
      if (!Number.isFinite(seconds) || seconds < 0)
        return [400, { message: 'Say how far: ?seconds=N, not below 0.' }];
      return [200, { now: new Date(await clock.advance(seconds)).toISOString() }];
    },
    'GET now': () => [200, { now: new Date(clock.now()).toISOString() }],
    'POST fire': async (url) => {
      await options.fire(url.searchParams.get('target') ?? '-');
      return [200, { now: new Date(clock.now()).toISOString() }];
    },
    'GET outbox': () => [200, outbox.all()],
    'GET endpoints': () => [200, options.endpoints],
    'POST token': async (_url, body) => {
      const { role = '', staff } = body as { role?: string; staff?: string };
      const id = staff ?? options.staffOf(role);
      return id
        ? [200, { token: await tokens.issue(id, role) }]
        : [404, { message: `Nobody of the staff is a ${role}.` }];
    },
    'POST sweep': async () => [200, { sweepIds: await options.sweep() }],
    'POST mail': async (url, _body, raw) => {
      const { inbound } = options;
      try {
        return [200, await inbound.mail(raw, url.searchParams.getAll('to'))];
      } catch (error) {
        return [400, { message: (error as Error).message }];
      }
    },
    'POST sms': (_url, body) => {
      const { from, to = '', text } = body as { from?: string; to?: string; text?: string };
      if (!from || !text) return [400, { message: 'Send {"from":"+1...","to":"+1...","text":"..."}.' }];
      return [200, options.inbound.text({ from, to, text })];
    },
    'POST press': async (_url, body) => {
      const { to } = body as { to?: string };
      const call = outbox.all().findLast((sent) => sent.channel === 'voice' && sent.to === to);
      return call
        ? [200, await options.press(call.about)]
        : [404, { message: 'Nobody has been called there: send {"to":"+1..."}.' }];
    },
    'PUT leads': (_url, body) => {
      leads.set(String((body as { id?: string }).id), body);
      return [200, {}];
    },
    'GET tools': () => [200, options.tools.all()],
    'PUT tools': (_url, body) => {
      options.tools.answerWith(Number((body as { status?: number }).status ?? 200));
      return [200, {}];
    },
    'PUT certificates': (_url, body) => {
      const { file = '', pem = '' } = body as { file?: string; pem?: string };
      options.trust(file, pem);
      return [200, {}];
    },
    'PUT faults': (_url, body) => {
      faults.set(body as readonly FaultRule[]);
      return [200, {}];
    },
    'PUT index-delay': (_url, body) => {
      faults.indexDelay = Number((body as { seconds?: number }).seconds ?? 0) * 1000;
      return [200, {}];
    },
    'GET faults': () => [
      200,
      { calls: faults.calls(), invocations: faults.invocations(), unmet: faults.unmet() },
    ],
    'GET stalled': () => [200, { count: options.stalled() }],
  };
}

/** The local runtime's own interface, under /_local/. */
export function createControl(options: ControlOptions) {
  const leads = new Map<string, unknown>();
  const known = operations(options, leads);

  /** Places that stand in for others' servers. */
  function standIn(name: string, request: IncomingMessage, raw: Buffer): Operation | undefined {
    const [place, ...rest] = name.split('/');
    const path = rest.join('/');
    const { authorization = '', ...headers } = request.headers as Record<string, string>;
    if (place === 'graph') return (_url, body) => options.graph(`/${path}`, authorization, body, leads);
    if (place === 'tools' && path !== '')
      return () => [options.tools.take({ tool: path, headers, body: raw.toString() }), {}];
    return undefined;
  }

  return async (request: IncomingMessage, response: ServerResponse, url: URL): Promise<void> => {
    const raw = (await readRequest(request)) ?? Buffer.alloc(0);
    const body = parsed(raw);
    const name = url.pathname.replace('/_local/', '');
    const operation = standIn(name, request, raw) ?? known[`${request.method} ${name}`];
    const [status, answer] = operation
      ? await operation(url, body, raw)
      : ([404, { message: 'There is no such thing here.' }] as const);
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
  };
}
