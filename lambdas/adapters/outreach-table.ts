import type { Outreach } from '../../domain/recall/outreach.ts';
import type { CallTask, Sweep, SweepDecision, Touch } from '../../domain/recall/touch.ts';
import { documents, type Item } from './documents.ts';

const touchPk = (patientId: string): string => `touches#${patientId}`;
const touchKey = (patientId: string, on: string) => ({ pk: touchPk(patientId), sk: on });
const taskKey = (id: string) => ({ pk: `task#${id}`, sk: 'task' });
const sweepKey = (id: string) => ({ pk: `sweep#${id}`, sk: 'sweep' });
const zoneKey = (zone: string) => ({ pk: `swept#${zone}`, sk: 'last' });
const leaseKey = (name: string) => ({ pk: `lease#${name}`, sk: 'lease' });
const suppressedKey = (address: string) => ({ pk: `suppressed#${address}`, sk: 'suppressed' });

const storage = new Set(['pk', 'sk', 'toSend', 'taskShard', 'sweepShard']);
const without = <T>(item: Item): T =>
  Object.fromEntries(Object.entries(item).filter(([name]) => !storage.has(name))) as T;
const exists = { expression: 'attribute_exists(pk)' };

/** Planned touches wait in the index by the instant they may leave; those being sent, by the instant they began. */
function waiting(touch: Pick<Touch, 'state'>): Item {
  if (touch.state === 'planned') return { toSend: 'planned' };
  return { toSend: touch.state === 'sending' ? 'sending' : undefined };
}

const isTouched = ({ state }: Touch): boolean => state !== 'cancelled';

/** The ledger of outreach in its table. */
export function outreachTable(table: string): Outreach {
  const items = documents(table);

  async function findTouch(patientId: string, on: string): Promise<Touch | undefined> {
    const item = await items.get(touchKey(patientId, on));
    return item && without<Touch>(item);
  }

  async function fromIndex(
    state: 'planned' | 'sending',
    before: string,
    limit: number,
  ): Promise<readonly Touch[]> {
    const page = await items.page({
      IndexName: 'to-send',
      KeyConditionExpression: 'toSend = :state AND sendAt <= :before',
      ExpressionAttributeValues: { ':state': state, ':before': before },
      Limit: limit,
    });
    return page.items.map((item) => without<Touch>(item));
  }

  async function pageOf<T>(query: Parameters<typeof items.page>[0], cursor: string | undefined) {
    const page = await items.page(query, cursor);
    return {
      items: page.items.map((item) => without<T>(item)),
      ...(page.cursor ? { cursor: page.cursor } : {}),
    };
  }

  return {
    putTouch: async (touch) => {
      const stored = await items.putIf({
        ...touchKey(touch.patientId, touch.on),
        ...touch,
        ...waiting(touch),
      });
      return stored ? touch : ((await findTouch(touch.patientId, touch.on)) ?? touch);
    },
    findTouch,
    touchedOn: async (patientId, since) => {
      const found = await items.all({
        KeyConditionExpression: 'pk = :pk AND sk >= :since',
        ExpressionAttributeValues: { ':pk': touchPk(patientId), ':since': since },
        ConsistentRead: true,
      });
      return found
        .map((item) => without<Touch>(item))
        .filter(isTouched)
        .map(({ on }) => on);
    },
    toSend: (now, limit) => fromIndex('planned', now, limit),
    undecided: async (before) =>
      (await fromIndex('sending', before, 100)).filter(
        ({ startedAt }) => startedAt !== undefined && startedAt <= before,
      ),
    move: async (touch, from, changes) => {
      const state = changes.state ?? from;
      const moved = await items.updateIf(
        touchKey(touch.patientId, touch.on),
        { ...changes, ...waiting({ state }) },
        { expression: '#state = :from', names: { '#state': 'state' }, values: { ':from': from } },
      );
      return moved !== undefined;
    },

    addTask: async (task) => {
      await items.putIf({ ...taskKey(task.id), ...task, taskShard: 'open' });
    },
    tasks: ({ cursor, limit }) =>
      pageOf<CallTask>(
        {
          IndexName: 'open-tasks',
          KeyConditionExpression: 'taskShard = :open',
          ExpressionAttributeValues: { ':open': 'open' },
          Limit: limit,
        },
        cursor,
      ),
    finishTask: async (id, outcome) => {
      const before = await items.updateIf(
        taskKey(id),
        { state: 'done', outcome, taskShard: undefined },
        { expression: '#state = :open', names: { '#state': 'state' }, values: { ':open': 'open' } },
      );
      return before && { ...without<CallTask>(before), state: 'done', outcome };
    },

    openSweep: async (sweep) => {
      if (await items.putIf({ ...sweepKey(sweep.id), ...sweep, sweepShard: 'all' })) return sweep;
      const standing = await items.get(sweepKey(sweep.id));
      return standing ? without<Sweep>(standing) : sweep;
    },
    lastClosed: async (zone) => {
      const item = await items.get(zoneKey(zone));
      return item && String(item.on);
    },
    closeSweep: async (id, totals) => {
      const before = await items.updateIf(sweepKey(id), { ...totals, state: 'closed' }, exists);
      if (!before) return undefined;
      const sweep = without<Sweep>(before);
      await items.putIf(
        { ...zoneKey(sweep.zone), on: sweep.on },
        {
          expression: 'attribute_not_exists(pk) OR #on < :on',
          names: { '#on': 'on' },
          values: { ':on': sweep.on },
        },
      );
      return { ...sweep, ...totals, state: 'closed' };
    },
    sweeps: ({ cursor, limit }) =>
      pageOf<Sweep>(
        {
          IndexName: 'sweeps',
          KeyConditionExpression: 'sweepShard = :all',
          ExpressionAttributeValues: { ':all': 'all' },
          ScanIndexForward: false,
          Limit: limit,
        },
        cursor,
      ),
    recordDecision: async (decision) => {
      await items.putIf({ pk: `decisions#${decision.sweepId}`, sk: decision.patientId, ...decision });
    },
    decisions: (sweepId, { cursor, limit }) =>
      pageOf<SweepDecision>(
        {
          KeyConditionExpression: 'pk = :pk',
          ExpressionAttributeValues: { ':pk': `decisions#${sweepId}` },
          Limit: limit,
        },
        cursor,
      ),

    suppress: async (addressKey, reason, at) => {
      await items.putIf({ ...suppressedKey(addressKey), reason, at });
    },
    suppressed: async (addressKey) => (await items.get(suppressedKey(addressKey))) !== undefined,
    lease: (name, now, until) =>
      items.putIf(
        { ...leaseKey(name), until },
        {
          expression: 'attribute_not_exists(pk) OR #until < :now',
          names: { '#until': 'until' },
          values: { ':now': now },
        },
      ),
    release: async (name) => {
      await items.updateIf(leaseKey(name), { until: '' }, exists);
    },
  };
}
