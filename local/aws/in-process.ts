import type { Server } from 'node:http';
import inject, { type DispatchFunc } from 'light-my-request';
import type { AwsBackend } from '../service.ts';

/** Passes a call on to a server of this process, bytes and headers as they came, and without a connection. */
export function inProcess(server: () => Server | undefined): AwsBackend {
  return async ({ method, path, headers, body }) => {
    const [handle] = (server()?.listeners('request') ?? []) as DispatchFunc[];
    if (!handle) throw new Error('The engine has not started yet.');
    const reply = await inject(handle, { method: method as 'POST', url: path, headers, payload: body });
    return {
      status: reply.statusCode,
      headers: Object.fromEntries(
        Object.entries(reply.headers).flatMap(([name, value]) =>
          name === 'transfer-encoding' || name === 'connection' || value === undefined
            ? []
            : [[name, String(value)] as const],
        ),
      ),
      body: reply.rawPayload,
    };
  };
}
