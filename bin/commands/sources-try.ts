import { readPractice } from '../../lib/practice/read-practice.ts';
import { api } from './api.ts';
import { readCaptured } from './captured-request.ts';
import { type Command, UsageError } from './command.ts';

interface Tried {
  readonly verification: string;
  readonly readable: boolean;
  readonly key: string | null;
  readonly messages: readonly {
    readonly outcome: 'inquiry' | 'ignored' | 'review';
    readonly why: string | null;
    readonly details: Readonly<Record<string, string>>;
    readonly [field: string]: unknown;
  }[];
  readonly unused: readonly string[];
}

const fields = ['name', 'email', 'phone', 'language', 'text'] as const;

function messageLines(message: Tried['messages'][number], index: number): readonly string[] {
  const told = fields.flatMap((field) => (message[field] ? [`    ${field}: ${String(message[field])}`] : []));
  const details = Object.entries(message.details).map(([label, text]) => `    ${label}: ${text}`);
  const why = message.why ? `: ${message.why}` : '';
  return [`  ${index + 1}. ${message.outcome}${why}`, ...told, ...details];
}

function report(source: string, { verification, readable, key, messages, unused }: Tried): string {
  return [
    `${source}`,
    `Verification: ${verification}`,
    `Key: ${key ?? 'none of the sender’s own; the hash of the body serves for ten minutes'}`,
    readable ? `Messages: ${messages.length}` : 'The body is not what the source says it sends.',
    ...messages.flatMap(messageLines),
    unused.length > 0 ? 'Fields that were not used:' : 'Every field was used.',
    ...unused.map((path) => `  ${path}`),
    '',
  ].join('\n');
}

export const sourcesTry: Command = {
  words: ['sources', 'try', 'SOURCE', 'FILE'],
  summary:
    'What a source of practice/sources.yaml, as it is on this disk, makes of a captured request; stores nothing',
  run: async ([id, file]) => {
    if (!id || !file) throw new UsageError('Say which: npm run heard -- sources try SOURCE FILE');
    const { sources, identity } = readPractice('practice');
    const source = sources.sources.find((candidate) => candidate.id === id);
    if (!source)
      throw new UsageError(
        `practice/sources.yaml has no ${id}; it has ${sources.sources.map((known) => known.id).join(', ')}.`,
      );
    const captured = readCaptured(file, `${identity.publicUrl}/v1/hooks/${id}`);
    const path = `/v1/sources/${encodeURIComponent(id)}/try`;
    process.stdout.write(
      report(id, await api<Tried>({ method: 'POST', path, body: { ...captured, source } })),
    );
  },
};
