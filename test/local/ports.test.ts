import { createServer } from 'node:http';
import { describe, expect, it } from '@jest/globals';
import { holdPort, listeningOn } from '../../local/aws/ports.ts';
import type { Service } from '../../local/service.ts';

function listener(port: number): Service {
  const server = createServer();
  return {
    start: () =>
      new Promise((resolve, reject) => {
        server.once('error', reject).listen(port, '127.0.0.1', () => resolve());
      }),
    end: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

describe('a held port', () => {
  it('is nobody else’s until it is released', async () => {
    const held = await holdPort();
    await expect(holdPort(held.number)).rejects.toThrow(
      `port ${held.number} is in use, perhaps by another run of Heard. Stop that one, or choose another with --port.`,
    );
    await held.release();
    const again = await holdPort(held.number);
    expect(again.number).toBe(held.number);
    await again.release();
  });

  it('is given to its service as that starts', async () => {
    const held = await holdPort();
    await expect(listener(held.number).start()).rejects.toThrow('EADDRINUSE');
    const service = listeningOn(held, listener(held.number));
    await service.start();
    await expect(holdPort(held.number)).rejects.toThrow('is in use');
    await service.end();
    await (await holdPort(held.number)).release();
  });
});
