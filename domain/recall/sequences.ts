import type { Outreach } from './outreach.ts';
import type { RecallItem } from './recall-item.ts';
import type { RecallRules, Sequence } from './recall-rules.ts';

interface SequencePorts {
  readonly outreach: Pick<Outreach, 'sequence'>;
  readonly rules: Pick<RecallRules, 'sequences'>;
  /** Version of a sequence: the hash of its content. */
  readonly versionOf: (sequence: Sequence) => string;
}

/**
 * The sequence of each of these items, in the version with which its episode began. Without one, or when it was not kept, the one that
 * is configured now.
 */
export async function sequencesFor(
  { outreach, rules, versionOf }: SequencePorts,
  items: readonly RecallItem[],
): Promise<(item: RecallItem) => Sequence> {
  const older = new Map<string, Sequence>();
  const pinned = items.flatMap(({ type, sequence, state }) =>
    state === 'open' && sequence !== undefined && sequence !== versionOf(rules.sequences[type])
      ? [sequence]
      : [],
  );
  for (const version of new Set(pinned)) {
    const kept = await outreach.sequence(version);
    if (kept) older.set(version, kept);
  }
  return ({ type, sequence }) => older.get(sequence ?? '') ?? rules.sequences[type];
}

/** Keeps every sequence as it is configured now, before a sweep begins episodes with it. */
export async function keepSequences(
  outreach: Pick<Outreach, 'keepSequence'>,
  rules: Pick<RecallRules, 'sequences'>,
  versionOf: (sequence: Sequence) => string,
): Promise<void> {
  for (const sequence of Object.values(rules.sequences))
    await outreach.keepSequence(versionOf(sequence), sequence);
}
