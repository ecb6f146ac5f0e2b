import type { Try } from './attempts.ts';
import type { CallBack, RecallItem } from './recall-item.ts';

/** What was agreed on the last call about one of these items, where the patient asked to be called back. */
export const callBackOf = (items: readonly RecallItem[]): CallBack | undefined =>
  items.find(({ callBack }) => callBack)?.callBack;

/** The tries of these items: whoever asked to be called back is called first. */
export const callFirst = (items: readonly RecallItem[], tries: readonly Try[]): readonly Try[] =>
  callBackOf(items) === undefined
    ? tries
    : tries.map((one) => ({
        ...one,
        channels: ['call', ...one.channels.filter((channel) => channel !== 'call')],
      }));
