import type { Source } from '../practice/source.ts';
import type { Arrival } from './arrival.ts';

export interface FloodFacts {
  readonly source: Source | undefined;
  /** Keys of a person's addresses. */
  readonly addressKeys: (contact: Arrival['contact'], mailIds: readonly string[]) => readonly string[];
  /** Counts one more message of this source, or of one number in it; whether more came within the minute than people write. */
  readonly flooded: (number?: string) => Promise<boolean>;
  /** Whether a check-in waits for an answer from there, or somebody with the address was treated lately. */
  readonly awaited: (arrival: Arrival) => Promise<boolean>;
}

export const floodReason =
  'Suspected spam: more came within a minute than people write. Nobody was answered by itself.';

/** A text proves its number, so numbers are counted each for itself: many patients who write at noon are no flood. */
function countedNumber(
  { source, addressKeys }: Pick<FloodFacts, 'source' | 'addressKeys'>,
  { phone }: Arrival['contact'],
): string | undefined {
  return source?.channel === 'sms' && phone ? addressKeys({ phone }, [])[0] : undefined;
}

/** Counts the messages of one delivery: each text for its number, everything else once for its source. */
export function floodOf(facts: FloodFacts): (contact: Arrival['contact']) => Promise<boolean> {
  let source: Promise<boolean> | undefined;
  return (contact) => {
    const number = countedNumber(facts, contact);
    if (number !== undefined) return facts.flooded(number);
    source ??= facts.flooded();
    return source;
  };
}

/** Whether a message of a flood is held for a person. Whoever was asked how they are, or was treated lately, is heard where the address is proved. */
export async function holdsFlood(arrival: Arrival, proved: boolean, facts: FloodFacts): Promise<boolean> {
  if (arrival.assessment.level !== 'R') return false;
  return !(proved && (await facts.awaited(arrival)));
}
