import { raised } from '../../domain/recall/attempts.ts';
import type { RecallItem } from '../../domain/recall/recall-item.ts';
import type { OutreachChannel, RecallRules } from '../../domain/recall/recall-rules.ts';

/** The item after one more attempt on a local day, by the sequences that are configured now. */
export const attempted = (
  item: RecallItem,
  rules: Pick<RecallRules, 'sequences'>,
  on: string,
  channel?: OutreachChannel,
): RecallItem =>
  raised(item, rules.sequences[item.type], {
    attempt: item.attempts,
    on,
    ...(channel ? { channel } : {}),
  });
