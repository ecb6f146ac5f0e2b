import type { Patients } from '../../domain/patient/patients.ts';
import { localDay } from '../../domain/recall/local-day.ts';
import type { RecallItem } from '../../domain/recall/recall-item.ts';
import { type Documents, type Item, pageOf, partition } from './documents.ts';
import { patientKey, patientPk, without } from './patient-items.ts';

type Recall = Pick<
  Patients,
  'saveItem' | 'raiseItem' | 'items' | 'saveLook' | 'lookSoon' | 'saveOutlooks' | 'dueOn'
>;

const itemKey = ({ patientId, id }: { readonly patientId: string; readonly id: string }) =>
  patientKey(patientId, `item#${id}`);

const dueKey = (zone: string, day: string, shard: number): string => `due#${zone}#${day}#${shard}`;

/** Open items stand in the index of their next day, all others in none. */
function indexed(item: RecallItem, { zone, shard }: { zone: string; shard: number }): Item {
  const open = item.state === 'open' && item.nextOn !== undefined;
  return {
    dueKey: open ? dueKey(zone, item.nextOn as string, shard) : undefined,
    dueSort: open ? item.patientId : undefined,
    listShard: item.state === 'open' ? 'items' : undefined,
  };
}

/** Nobody else made an attempt, ended or booked it meanwhile. */
const unchanged = (seen: Pick<RecallItem, 'episode' | 'attempts' | 'state'>) => ({
  expression: 'episode = :episode AND attempts = :attempts AND #state = :seen',
  names: { '#state': 'state' },
  values: { ':episode': seen.episode, ':attempts': seen.attempts, ':seen': seen.state },
});

/** What patients are to come back for, and the day on which a sweep looks at them. */
export const recallItems = (items: Documents): Recall => ({
  saveItem: (item, due, seen) =>
    items.putIf(
      { ...itemKey(item), ...item, ...indexed(item, due) },
      seen === undefined ? undefined : unchanged(seen),
    ),
  raiseItem: async (before, after, due) => {
    const { patientId, id, ...changes } = after;
    const cleared = { nextOn: undefined, followsOn: undefined, callBack: undefined };
    const gone = { ...cleared, ...changes, ...indexed(after, due) };
    const seen = unchanged({ ...before, state: 'open' });
    return (await items.updateIf(itemKey({ patientId, id }), gone, seen)) !== undefined;
  },
  items: ({ cursor, limit }) =>
    pageOf<RecallItem>(
      items,
      {
        IndexName: 'by-name',
        KeyConditionExpression: 'listShard = :shard',
        ExpressionAttributeValues: { ':shard': 'items' },
        Limit: limit,
      },
      cursor,
      without,
    ),
  saveLook: (patientId, on, { zone, shard }) =>
    items.put({
      ...patientKey(patientId, 'look'),
      on,
      dueKey: on === undefined ? undefined : dueKey(zone, on, shard),
      dueSort: on === undefined ? undefined : patientId,
    }),
  lookSoon: async (patientId, at) => {
    const [look] = await items.all(partition(patientPk(patientId), 'look'));
    const [, zone, day, shard] = String(look?.dueKey ?? '').split('#');
    if (!look || !zone || !day) return;
    const today = localDay(at, zone);
    if (today < day) await items.put({ ...look, on: today, dueKey: dueKey(zone, today, Number(shard)) });
  },
  saveOutlooks: (patientId, lines) => items.put({ ...patientKey(patientId, 'outlook'), lines }),
  dueOn: ({ zone, day, shard }, cursor, limit) =>
    pageOf(
      items,
      {
        IndexName: 'due',
        KeyConditionExpression: 'dueKey = :key',
        ExpressionAttributeValues: { ':key': dueKey(zone, day, shard) },
        Limit: limit,
      },
      cursor,
      ({ dueSort }) => String(dueSort),
    ),
});
