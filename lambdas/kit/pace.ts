import type { OutreachChannel } from '../../domain/recall/recall-rules.ts';

interface Time {
  /** Milliseconds that only ever grow. */
  readonly now: () => number;
  readonly sleep: (milliseconds: number) => Promise<unknown>;
}

/**
 * Lets no more messages of a channel begin than so many a second: waits as long as it takes since the last of that channel. A rate is asked for
 * once, by the first message of its channel.
 */
export function pacing(
  rates: Partial<Record<OutreachChannel, () => Promise<number>>>,
  { now, sleep }: Time,
): (channel: OutreachChannel) => Promise<void> {
  const gaps = new Map<OutreachChannel, number>();
  const lastAt = new Map<OutreachChannel, number>();
  const gapOf = async (channel: OutreachChannel): Promise<number> => {
    const known = gaps.get(channel);
    if (known !== undefined) return known;
    const gap = 1000 / ((await rates[channel]?.()) ?? Number.POSITIVE_INFINITY);
    gaps.set(channel, gap);
    return gap;
  };
  return async (channel) => {
    const gap = await gapOf(channel);
    const last = lastAt.get(channel);
    const wait = last === undefined ? 0 : last + gap - now();
    if (wait > 0) await sleep(wait);
    lastAt.set(channel, now());
  };
}
