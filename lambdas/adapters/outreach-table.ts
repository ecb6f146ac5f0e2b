import type { Outreach, Pause } from '../../domain/recall/outreach.ts';
import type { Sequence } from '../../domain/recall/recall-rules.ts';
import type { Reckoning } from '../../domain/recall/reckon-anew.ts';
import { type Sweep, type SweepDecision, slotOf, type Touch } from '../../domain/recall/touch.ts';
import { type Documents, documents, pageOf } from './documents.ts';
import { eligibleItems } from './eligible-items.ts';
import { messageItems } from './message-items.ts';
import {
  countsPk,
  decisionKey,
  leaseKey,
  pauseKey,
  reckoningKey,
  sequenceKey,
  slotKey,
  sweepKey,
  touchKey,
  touchPk,
  waiting,
  watchedKey,
  without,
  zoneKey,
} from './outreach-items.ts';
import { addressItems } from './suppression-items.ts';
import { taskItems } from './task-items.ts';

const exists = { expression: 'attribute_exists(pk)' };

/** One of these states, and no answer but one of those. */
function answerable({ states, over }: Parameters<Outreach['noteAnswer']>[2]) {
  const values = Object.fromEntries([
    ...states.map((state, index) => [`:state${index}`, state]),
    ...over.map((answer, index) => [`:over${index}`, answer]),
  ]);
  const among = (name: string, count: number): string =>
    `IN (${Array.from({ length: count }, (_, index) => `:${name}${index}`).join(', ')})`;
  const unanswered = 'attribute_not_exists(#answer)';
  const lesser = over.length > 0 ? `(${unanswered} OR #answer ${among('over', over.length)})` : unanswered;
  return {
    expression: `#state ${among('state', states.length)} AND ${lesser}`,
    names: { '#state': 'state', '#answer': 'answer' },
    values,
  };
}

const touchItems = (
  items: Documents,
): Pick<
  Outreach,
  'putTouch' | 'findTouch' | 'touches' | 'toSend' | 'undecided' | 'toPrint' | 'move' | 'noteAnswer'
> => {
  const findTouch: Outreach['findTouch'] = async (patientId, slot) => {
    const item = await items.get(slotKey(patientId, slot));
    return item && without<Touch>(item);
  };
  const inIndex = (state: Touch['state'], before: string, limit: number) => ({
    IndexName: 'to-send',
    KeyConditionExpression: 'toSend = :state AND sendAt <= :before',
    ExpressionAttributeValues: { ':state': state, ':before': before },
    Limit: limit,
  });
  return {
    findTouch,
    putTouch: async (touch) => {
      const stored = await items.putIf({ ...touchKey(touch), ...touch, ...waiting(touch) });
      return stored ? touch : ((await findTouch(touch.patientId, slotOf(touch))) ?? touch);
    },
    touches: async (patientId, since) => {
      const found = await items.all({
        KeyConditionExpression: 'pk = :pk AND sk >= :since',
        ExpressionAttributeValues: { ':pk': touchPk(patientId), ':since': since },
        ConsistentRead: true,
      });
      return found.map((item) => without<Touch>(item));
    },
    toSend: async (now, limit) =>
      (await items.page(inIndex('planned', now, limit))).items.map((item) => without<Touch>(item)),
    undecided: async (before) =>
      (await items.page(inIndex('sending', before, 100))).items
        .map((item) => without<Touch>(item))
        .filter(({ startedAt }) => startedAt !== undefined && startedAt <= before),
    toPrint: ({ cursor, limit }) => pageOf<Touch>(items, inIndex('to-print', '9', limit), cursor, without),
    move: async (touch, from, changes) => {
      const state = changes.state ?? from;
      const moved = await items.updateIf(
        touchKey(touch),
        { ...changes, ...waiting({ state }) },
        { expression: '#state = :from', names: { '#state': 'state' }, values: { ':from': from } },
      );
      return moved !== undefined;
    },
    noteAnswer: async (touch, answer, only) =>
      (await items.updateIf(touchKey(touch), answer, answerable(only))) !== undefined,
  };
};

const sweepItems = (
  items: Documents,
): Pick<
  Outreach,
  | 'openSweep'
  | 'sweep'
  | 'lastClosed'
  | 'watchedSince'
  | 'closeSweep'
  | 'sweeps'
  | 'recordDecision'
  | 'decisions'
  | 'decisionsOn'
> => ({
  openSweep: async (sweep) => {
    if (await items.putIf({ ...sweepKey(sweep.id), ...sweep, sweepShard: 'all' })) return sweep;
    const standing = await items.get(sweepKey(sweep.id));
    return standing ? without<Sweep>(standing) : sweep;
  },
  sweep: async (id) => {
    const item = await items.get(sweepKey(id));
    return item && without<Sweep>(item);
  },
  lastClosed: async (zone) => {
    const item = await items.get(zoneKey(zone));
    return item && String(item.on);
  },
  watchedSince: async (zone, day) => {
    await items.putIf({ ...watchedKey(zone), on: day });
    return String((await items.get(watchedKey(zone)))?.on ?? day);
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
      items,
      {
        IndexName: 'sweeps',
        KeyConditionExpression: 'sweepShard = :all',
        ExpressionAttributeValues: { ':all': 'all' },
        ScanIndexForward: false,
        Limit: limit,
      },
      cursor,
      without,
    ),
  recordDecision: async (decision) => {
    await items.putIf({ ...decisionKey(decision.sweepId, decision.patientId), ...decision });
  },
  decisions: (sweepId, { cursor, limit }) =>
    pageOf<SweepDecision>(
      items,
      {
        KeyConditionExpression: 'pk = :pk',
        ExpressionAttributeValues: { ':pk': decisionKey(sweepId, '').pk },
        Limit: limit,
      },
      cursor,
      without,
    ),
  decisionsOn: async (patientId, sweepIds) => {
    const found = await Promise.all(sweepIds.map((id) => items.get(decisionKey(id, patientId))));
    return found.flatMap((item) => (item ? [without<SweepDecision>(item)] : []));
  },
});

const switches = (
  items: Documents,
): Pick<
  Outreach,
  | 'keepSequence'
  | 'sequence'
  | 'takeSend'
  | 'countOutcome'
  | 'countsSince'
  | 'reckoning'
  | 'keepReckoning'
  | 'pause'
  | 'setPause'
  | 'lease'
  | 'release'
> => ({
  keepSequence: async (version, sequence) => {
    await items.putIf({ ...sequenceKey(version), sequence });
  },
  sequence: async (version) => (await items.get(sequenceKey(version)))?.sequence as Sequence | undefined,
  takeSend: (day, ceiling, of) =>
    items.addOne({ pk: of ? `${countsPk}#${of}` : countsPk, sk: day }, 'sent', ceiling),
  countOutcome: async (day, outcome) => {
    await items.addOne({ pk: countsPk, sk: day }, outcome);
  },
  countsSince: async (day) => {
    const days = await items.all({
      KeyConditionExpression: 'pk = :pk AND sk >= :since',
      ExpressionAttributeValues: { ':pk': countsPk, ':since': day },
      ConsistentRead: true,
    });
    const sum = (name: string): number => days.reduce((total, item) => total + Number(item[name] ?? 0), 0);
    return { sent: sum('mailed'), bounced: sum('bounced'), complained: sum('complained') };
  },
  reckoning: async (zone) => {
    const item = await items.get(reckoningKey(zone));
    return item && without<Reckoning>(item);
  },
  keepReckoning: (zone, reckoning) => items.put({ ...reckoningKey(zone), ...reckoning }),
  pause: async () => {
    const item = await items.get(pauseKey);
    return item && without<Pause>(item);
  },
  setPause: (pause) => items.put({ ...pauseKey, ...pause }),
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
});

/** The ledger of outreach in its table. */
export function outreachTable(table: string): Outreach {
  const items = documents(table);
  return {
    ...touchItems(items),
    ...messageItems(items),
    ...taskItems(items),
    ...sweepItems(items),
    ...addressItems(items),
    ...eligibleItems(items),
    ...switches(items),
  };
}
