import { createServer } from 'node:net';
import type { Service } from '../service.ts';

/** A port of this machine that nobody else can take until it is released. */
export interface HeldPort {
  readonly number: number;
  release(): Promise<void>;
}

const taken = (port: number): Error =>
  new Error(
    `port ${port} is in use, perhaps by another run of Heard. Stop that one, or choose another with --port.`,
  );

/** Holds this port, or any free one for 0. Rejects where somebody listens there, or it may not be listened on. */
export function holdPort(wanted = 0): Promise<HeldPort> {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', (error: NodeJS.ErrnoException) =>
      reject(error.code === 'EADDRINUSE' ? taken(wanted) : error),
    );
    server.listen(wanted, '127.0.0.1', () => {
      const address = server.address();
      resolve({
        number: typeof address === 'object' && address ? address.port : wanted,
        release: () => new Promise((released) => server.close(() => released())),
      });
    });
    server.unref();
  });
}

/** A port that nobody listens on now: to be listened on at once, for anybody may take it. */
export async function freePort(): Promise<number> {
  const held = await holdPort();
  await held.release();
  return held.number;
}

/** The service that listens on a held port, which is released as it starts. */
export const listeningOn = (held: HeldPort, service: Service): Service => ({
  start: async () => {
    await held.release();
    await service.start();
  },
  end: () => service.end(),
});
