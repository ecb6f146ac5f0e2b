import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Outbox } from '../outbox.ts';
import type { AwsBackend, AwsCall, Clock } from '../service.ts';

export interface Printer {
  readonly clock: Clock;
  readonly outbox: Outbox;
  /** Where copies of what is printed are kept. */
  readonly directory: string;
  /** Where they can be looked at. */
  readonly url: string;
}

const printedFile = /^\/[^/]+\/letters\/([\w.-]+)(?:\?|$)/;

const nameOf = ({ operation, path }: AwsCall): string | undefined =>
  operation === 'PutObject' ? printedFile.exec(path)?.[1] : undefined;

/** Batches of letters leave by no channel, they are files that staff print: each stands in the outbox too, with a copy behind a link. */
export function printing(backend: AwsBackend, { clock, outbox, directory, url }: Printer): AwsBackend {
  return async (call) => {
    const reply = await backend(call);
    const name = nameOf(call);
    if (name === undefined || reply.status >= 300) return reply;
    mkdirSync(directory, { recursive: true });
    writeFileSync(join(directory, name), call.body);
    outbox.add({
      channel: 'letter',
      audience: 'staff',
      to: 'the printer',
      subject: name,
      text: `${url}/${name}`,
      headers: {},
      at: new Date(clock.now()).toISOString(),
      about: {},
    });
    return reply;
  };
}
