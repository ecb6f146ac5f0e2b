import { Agent, request } from 'node:http';
import type { AwsBackend, AwsCall, AwsReply } from '../service.ts';

const agent = new Agent({ keepAlive: true, maxSockets: 64 });

/** Passes a call on to an engine that listens on this machine, bytes and headers as they came. */
export function forwardTo(port: number, body?: (call: AwsCall) => Buffer): AwsBackend {
  return (call) =>
    new Promise<AwsReply>((resolve, reject) => {
      const bytes = body ? body(call) : call.body;
      const outgoing = request(
        {
          agent,
          port,
          host: '127.0.0.1',
          method: call.method,
          path: call.path,
          headers: { ...call.headers, 'content-length': String(bytes.length) },
        },
        (response) => {
          const chunks: Buffer[] = [];
          response.on('data', (chunk: Buffer) => chunks.push(chunk));
          response.on('error', reject);
          response.on('end', () => {
            const headers = Object.fromEntries(
              Object.entries(response.headers).flatMap(([name, value]) =>
                name === 'transfer-encoding' || name === 'connection' || value === undefined
                  ? []
                  : [[name, String(value)] as const],
              ),
            );
            resolve({ status: response.statusCode ?? 500, headers, body: Buffer.concat(chunks) });
          });
        },
      );
      outgoing.on('error', reject);
      outgoing.end(bytes);
    });
}
