import type { Resource } from '../assembly/assembly.ts';
import type { Outbox } from '../outbox.ts';
import type { Clock } from '../service.ts';

/** What each service that sends to people works with. */
export interface SenderOptions {
  readonly clock: Clock;
  readonly outbox: Outbox;
  readonly configurationSets: readonly Resource[];
  /** Publishes to a topic of the run. */
  readonly publish: (topicArn: string, message: string) => void;
}

/** Whether a send may name this configuration set: one of the template, or none. */
export function knowsSet({
  configurationSets,
}: Pick<SenderOptions, 'configurationSets'>): (name: string | undefined) => boolean {
  const known = new Set(configurationSets.map(({ name }) => name));
  return (name) => !name || known.has(name);
}

/** A receipt comes after a while, never before the acceptance of what was sent is known. */
export const receiptMilliseconds = 1000;
