import type { Footprints } from '../../domain/recall/footprints.ts';
import type { LetterBatch } from '../../domain/recall/letter-batch.ts';
import { documents, type Item, partition } from './documents.ts';
import { eligiblePk } from './eligible-items.ts';
import { decisionKey, taskKey, tasksOfPk, touchPk } from './outreach-items.ts';

const lettersPk = 'letters';
/** Reports look back over no more than a year and a quarter. */
const months = 24;
/** A year of one zone's sweeps, or more; earlier decisions hold an id that leads to nothing. */
const sweeps = 400;
const atOnce = 20;
const attempts = 5;

const monthsBefore = (now: string): readonly string[] =>
  Array.from({ length: months }, (_, ago) => {
    const month = new Date(now.slice(0, 7));
    month.setUTCMonth(month.getUTCMonth() - ago);
    return month.toISOString().slice(0, 7);
  });

/** What recall keeps of one patient, in the table of outreach. */
export function footprintTable(table: string): Footprints {
  const items = documents(table);
  const removeAll = async (found: readonly Item[]): Promise<void> => {
    for (let at = 0; at < found.length; at += atOnce)
      await Promise.all(
        found.slice(at, at + atOnce).map(({ pk, sk }) => items.remove({ pk: String(pk), sk: String(sk) })),
      );
  };
  const decisionsOf = async (patientId: string): Promise<readonly Item[]> => {
    const { items: newest } = await items.page({
      IndexName: 'sweeps',
      KeyConditionExpression: 'sweepShard = :all',
      ExpressionAttributeValues: { ':all': 'all' },
      ScanIndexForward: false,
      Limit: sweeps,
    });
    return newest.map(({ id }) => decisionKey(String(id), patientId));
  };
  const counted = async (patientId: string, now: string): Promise<readonly Item[]> => {
    const found = await Promise.all(
      monthsBefore(now).flatMap((month) =>
        [`event#${patientId}#`, `touched#${patientId}`].map((kind) =>
          items.all(partition(eligiblePk(month), kind)),
        ),
      ),
    );
    return found.flat();
  };

  return {
    batchesOf: async (patientId) => {
      const touches = await items.all(partition(touchPk(patientId)));
      const open = await items.all(partition(lettersPk));
      const waiting = open.filter((batch) =>
        (batch as unknown as LetterBatch).touches.some((one) => one.patientId === patientId),
      );
      const printed = touches.flatMap(({ batch }) => (batch === undefined ? [] : [String(batch)]));
      return [...new Set([...printed, ...waiting.map(({ id }) => String(id))])];
    },
    leaveBatch: async (batchId, patientId, now) => {
      for (let tries = 0; tries < attempts; tries += 1) {
        const item = await items.get({ pk: lettersPk, sk: batchId });
        if (!item) return;
        const batch = item as unknown as LetterBatch;
        const touches = batch.touches.filter((one) => one.patientId !== patientId);
        const left = await items.updateIf(
          { pk: lettersPk, sk: batchId },
          { touches, ...(batch.state === 'made' ? { filesErasedAt: now } : {}) },
          {
            expression: '#state = :state AND size(touches) = :size',
            names: { '#state': 'state' },
            values: { ':state': batch.state, ':size': batch.touches.length },
          },
        );
        if (left) return;
      }
      throw new Error('The batch of letters kept changing; try again.');
    },
    forget: async (patientId, now) => {
      await removeAll(await counted(patientId, now));
      await removeAll(await decisionsOf(patientId));
      const pointers = await items.all(partition(tasksOfPk(patientId)));
      await removeAll(pointers.map(({ sk }) => taskKey(String(sk))));
      await removeAll(pointers);
      await removeAll(await items.all(partition(touchPk(patientId))));
    },
  };
}
