import { appendFileSync, existsSync, readFileSync } from 'node:fs';

/** One message that left the practice. */
export interface Outgoing {
  readonly channel: 'email' | 'sms' | 'messenger' | 'whatsapp' | 'voice' | 'topic' | 'letter' | 'task';
  readonly audience: 'patient' | 'staff' | 'system';
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly at: string;
  /** Ids, from the message's tags. */
  readonly about: Readonly<Record<string, string>>;
}

export interface Outbox {
  add(message: Outgoing): void;
  all(): readonly Outgoing[];
}

const audiences = ['patient', 'staff', 'system'] as const;

/** Splits a message's tags into its audience and the ids it is about. */
export function tagged(tags: Readonly<Record<string, string>>): Pick<Outgoing, 'audience' | 'about'> {
  const { audience, ...about } = tags;
  return { audience: audiences.find((known) => known === audience) ?? 'system', about };
}

/** What left, oldest first, durable from the moment the channel accepts it. */
export function openOutbox(file: string): Outbox {
  const lines = existsSync(file)
    ? readFileSync(file, 'utf8')
        .split('\n')
        .filter((line) => line.endsWith('}'))
    : [];
  const messages = lines.map((line) => JSON.parse(line) as Outgoing);
  return {
    add: (message) => {
      appendFileSync(file, `${JSON.stringify(message)}\n`);
      messages.push(message);
    },
    all: () => messages,
  };
}
