import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AwsBackend, AwsCall, AwsReply, Clock, Service } from '../service.ts';
import type { FaultRule, Faults } from './faults.ts';
import { operationOf, signedBy } from './signature.ts';

export interface GatewayOptions {
  readonly clock: Clock;
  readonly faults: Faults;
  /** By signing name. */
  readonly backends: ReadonlyMap<string, AwsBackend>;
  /** What AWS answers without a signature; undefined for everything else. */
  readonly open: (method: string, path: string) => AwsReply | undefined;
  /** Ends the whole run at once, as kill -9 does. */
  readonly die: () => void;
  /** This instance of a function will get no answer. */
  readonly stall: (instance: string) => void;
}

export interface Gateway extends Service {
  readonly url: string;
}

function readBody(request: IncomingMessage): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => resolve(Buffer.concat(chunks)));
    request.on('error', reject);
  });
}

async function parse(request: IncomingMessage): Promise<AwsCall | undefined> {
  const body = await readBody(request);
  const headers = Object.fromEntries(
    Object.entries(request.headers).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.join(',') : (value ?? ''),
    ]),
  );
  const path = request.url ?? '/';
  const signed = signedBy(headers, path);
  if (!signed) return undefined;
  const method = request.method ?? 'GET';
  return {
    ...signed,
    ...(headers['x-amz-security-token'] ? { instance: headers['x-amz-security-token'] } : {}),
    method,
    path,
    headers,
    body,
    operation: operationOf(signed.service, method, path, headers, body),
  };
}

const refusal = (status: number, type: string, message: string): AwsReply => ({
  status,
  headers: { 'content-type': 'application/x-amz-json-1.0', 'x-amzn-errortype': type },
  body: JSON.stringify({ __type: type, message }),
});

/** Faults answer with an error that the SDK does not retry, so that one rule is one failed call of the function. */
const broken = refusal(400, 'InjectedFault', 'A test made this call fail.');
const throttled = refusal(400, 'ThrottlingException', 'Rate exceeded.');

/** What a disturbed call is answered; nothing where the connection breaks, or is left open. */
const disturbed: Readonly<Partial<Record<FaultRule['what'], AwsReply | 'drop' | 'hang'>>> = {
  throttle: throttled,
  before: broken,
  after: broken,
  'drop-before': 'drop',
  'drop-after': 'drop',
  'hang-before': 'hang',
  'hang-after': 'hang',
};

/** One endpoint for every AWS service of the run: whoever calls, whatever is called, passes here. */
export function createGateway(port: number, options: GatewayOptions): Gateway {
  async function serve(call: AwsCall): Promise<AwsReply | 'drop' | 'hang'> {
    const backend = options.backends.get(call.service);
    if (!backend) return refusal(400, 'UnknownService', `The local runtime has no ${call.service}.`);
    options.faults.record(call);
    const fault = options.faults.match(call);
    const instead = fault && disturbed[fault];
    if (fault === 'kill-before') options.die();
    if (instead !== undefined && !fault?.endsWith('after')) return instead;
    const reply = await backend(call);
    if (fault === 'kill-after') options.die();
    return instead ?? reply;
  }

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const call = await parse(request);
    const open = options.open(request.method ?? 'GET', request.url ?? '/');
    const reply = call
      ? await serve(call)
      : (open ?? refusal(403, 'MissingAuthenticationToken', 'Sign the request: any access key does.'));
    if (reply === 'drop') {
      request.socket.destroy();
      return;
    }
    if (reply === 'hang') {
      options.stall(call?.instance ?? '');
      return;
    }
    // SDK clients compare this with their own clock, which is the run's, and would try again where the two differ.
    const date = new Date(options.clock.now()).toUTCString();
    response.writeHead(reply.status, { ...reply.headers, date }).end(reply.body);
  }

  const server = createServer((request, response) => {
    void options.clock.track(
      handle(request, response).catch((error: Error) => {
        const { status, headers, body } = refusal(500, 'InternalFailure', error.message);
        response.writeHead(status, headers).end(body);
      }),
    );
  });
  server.keepAliveTimeout = 60_000;
  return {
    url: `http://127.0.0.1:${port}`,
    start: () =>
      new Promise((resolve, reject) => {
        server.once('error', reject);
        server.listen(port, '127.0.0.1', () => resolve());
      }),
    end: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
