import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { account } from '../assembly/resource-types.ts';
import { createPresence } from '../presence.ts';
import type { Clock, Functions, Parked } from '../service.ts';
import { type Match, matchRoute, type Route } from './routes.ts';
import type { Tokens } from './tokens.ts';

export interface HttpApiOptions {
  readonly clock: Clock;
  readonly functions: Functions;
  readonly routes: readonly Route[];
  readonly tokens: Tokens;
}

interface LambdaReply {
  readonly statusCode?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly cookies?: readonly string[];
  readonly body?: string;
  readonly isBase64Encoded?: boolean;
}

const bodyLimit = 6 * 1024 * 1024;
const textual = /^(text\/|application\/(json|javascript|xml)\b|application\/[^;]+\+(json|xml)\b)/;

/** The whole body, or undefined as soon as it is longer than the service takes. */
export function readRequest(request: IncomingMessage): Promise<Buffer | undefined> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let length = 0;
    request.on('data', (chunk: Buffer) => {
      length += chunk.length;
      if (length <= bodyLimit) chunks.push(chunk);
    });
    request.on('end', () => resolve(length > bodyLimit ? undefined : Buffer.concat(chunks)));
    request.on('error', reject);
  });
}

function send(response: ServerResponse, status: number, message: string): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify({ message }));
}

function headersOf(request: IncomingMessage): Record<string, string> {
  return Object.fromEntries(
    Object.entries(request.headers)
      .filter(([name]) => name !== 'cookie')
      .map(([name, value]) => [name, Array.isArray(value) ? value.join(',') : (value ?? '')]),
  );
}

function queryOf(search: URLSearchParams): Record<string, string> | undefined {
  const joined: Record<string, string> = {};
  for (const [name, value] of search) joined[name] = name in joined ? `${joined[name]},${value}` : value;
  return Object.keys(joined).length > 0 ? joined : undefined;
}

function eventOf(
  request: IncomingMessage,
  url: URL,
  body: Buffer,
  match: Match,
  claims: object | undefined,
  now: number,
): object {
  const headers = headersOf(request);
  const text = textual.test(headers['content-type'] ?? 'application/json') && !headers['content-encoding'];
  const method = request.method ?? 'GET';
  return {
    version: '2.0',
    routeKey: match.route.key,
    rawPath: url.pathname,
    rawQueryString: url.search.slice(1),
    ...(request.headers.cookie ? { cookies: request.headers.cookie.split('; ') } : {}),
    headers,
    queryStringParameters: queryOf(url.searchParams),
    pathParameters: match.parameters,
    requestContext: {
      accountId: account,
      apiId: 'local',
      domainName: headers.host ?? '',
      http: {
        method,
        path: url.pathname,
        protocol: 'HTTP/1.1',
        sourceIp: request.socket.remoteAddress ?? '127.0.0.1',
        userAgent: headers['user-agent'] ?? '',
      },
      requestId: randomUUID(),
      routeKey: match.route.key,
      stage: '$default',
      time: new Date(now).toISOString(),
      timeEpoch: now,
      ...(claims ? { authorizer: { jwt: { claims, scopes: null } } } : {}),
    },
    ...(body.length > 0 ? { body: text ? body.toString() : body.toString('base64') } : {}),
    isBase64Encoded: body.length > 0 && !text,
  };
}

function reply(response: ServerResponse, payload: unknown): void {
  const structured = typeof payload === 'object' && payload !== null && 'statusCode' in payload;
  const given: LambdaReply = structured ? (payload as LambdaReply) : { body: JSON.stringify(payload) };
  const headers: Record<string, string | string[]> = { 'content-type': 'application/json' };
  for (const [name, value] of Object.entries(given.headers ?? {}))
    headers[name.toLowerCase()] = String(value);
  if (given.cookies) headers['set-cookie'] = [...given.cookies];
  const body = Buffer.from(given.body ?? '', given.isBase64Encoded ? 'base64' : 'utf8');
  response.writeHead(given.statusCode ?? 200, headers).end(body);
}

/** Answers a request as an HTTP API (payload 2.0) with its JWT authorizers would. */
export function createHttpApi(options: HttpApiOptions) {
  const { clock, functions, routes, tokens } = options;

  async function authorized(match: Match, request: IncomingMessage): Promise<object | undefined | false> {
    const { authorizer } = match.route;
    if (!authorizer) return undefined;
    const bearer = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1];
    return bearer ? ((await tokens.verify(bearer, authorizer)) ?? false) : false;
  }

  async function answer(
    request: IncomingMessage,
    response: ServerResponse,
    url: URL,
    parked: Parked,
  ): Promise<void> {
    const body = await readRequest(request);
    if (!body) return send(response, 413, 'Request Entity Too Large');
    const match = matchRoute(routes, request.method ?? 'GET', url.pathname);
    if (!match) return send(response, 404, 'Not Found');
    const claims = await authorized(match, request);
    if (claims === false) return send(response, 401, 'Unauthorized');
    const event = eventOf(request, url, body, match, claims, clock.now());
    const result = await functions.invoke(match.route.functionArn, event, parked);
    if ('error' in result) return send(response, 500, 'Internal Server Error');
    return reply(response, result.payload);
  }

  return async (request: IncomingMessage, response: ServerResponse, url: URL): Promise<void> => {
    const presence = createPresence(clock);
    try {
      await answer(request, response, url, presence.parked);
    } finally {
      presence.end();
    }
  };
}
