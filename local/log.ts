import { createWriteStream, type WriteStream } from 'node:fs';
import type { Service } from './service.ts';

export interface FunctionLog extends Service {
  line(name: string, text: string): void;
}

/** What the functions print, in one file, each line with the function's name. */
export function openLog(file: string): FunctionLog {
  let stream: WriteStream | undefined;
  return {
    line: (name, text) => void stream?.write(`${name} ${text}\n`),
    start: async () => {
      stream = createWriteStream(file, { flags: 'a' });
    },
    end: () => new Promise((resolve) => (stream ? stream.end(() => resolve()) : resolve())),
  };
}
