import { expect, test } from '@jest/globals';
import type { Outreach } from '../../domain/recall/outreach.ts';
import type { CallTask, Sweep, SweepDecision, Touch } from '../../domain/recall/touch.ts';
import { contract, pages } from '../support/contract.ts';
import { memoryOutreach } from '../support/memory-outreach.ts';

const at = (minute: number): string => `2026-11-20T16:${String(minute).padStart(2, '0')}:00.000Z`;
const touch = (changes: Partial<Touch> = {}): Touch => {
  const { patientId, on } = { patientId: 'p1', on: '2026-11-20', ...changes };
  return {
    id: `${patientId}.${on}`,
    schema: 1,
    patientId,
    location: 'downtown',
    on,
    sweepId: 's1',
    channel: 'email',
    otherwise: [],
    class: 'recall',
    template: 'due',
    items: [],
    state: 'planned',
    sendAt: at(1),
    ...changes,
  };
};
const task = (id: string, changes: Partial<CallTask> = {}): CallTask => ({
  id,
  touchId: id,
  patientId: 'p1',
  location: 'downtown',
  kind: 'call',
  dueOn: '2026-11-20',
  why: 'call the patient',
  state: 'open',
  ...changes,
});
const sweep = (id: string, changes: Partial<Sweep> = {}): Sweep => ({
  id,
  zone: 'America/Chicago',
  on: '2026-11-20',
  from: '2026-11-19',
  state: 'open',
  openedAt: at(1),
  ...changes,
});
const decision = (patientId: string, changes: Partial<SweepDecision> = {}): SweepDecision => ({
  sweepId: 's1',
  patientId,
  outcome: 'contact',
  reason: 'due',
  rules: [],
  items: [],
  ...changes,
});

const adapter = async () => (await import('../../lambdas/adapters/outreach-table.ts')).outreachTable;
const memory = () => memoryOutreach().outreach;

contract<Outreach>('the ledger', { table: 'Outreach', adapter, memory }, (fresh) => {
  test('stand once for a patient and slot', async () => {
    const port = await fresh();
    const first = touch();
    expect(await port.putTouch(first)).toEqual(first);
    expect(await port.putTouch(touch({ channel: 'text' }))).toEqual(first);
    const care = touch({ aftercare: 'check-in', id: 'p1.2026-11-20.check-in' });
    expect(await port.putTouch(care)).toEqual(care);
    expect(await port.findTouch('p1', '2026-11-20')).toEqual(first);
    expect(await port.findTouch('p1', '2026-11-21')).toBeUndefined();
    await port.putTouch(touch({ on: '2026-11-18' }));
    await port.putTouch(touch({ on: '2026-11-19' }));
    await port.putTouch(touch({ patientId: 'p2' }));
    const since = await port.touches('p1', '2026-11-19');
    expect(since.map(({ id }) => id)).toEqual(['p1.2026-11-19', 'p1.2026-11-20', 'p1.2026-11-20.check-in']);
  });

  test('are found by the id of their message', async () => {
    const port = await fresh();
    const care = touch({ aftercare: 'check-in', id: 'p1.2026-11-20.check-in' });
    for (const one of [touch(), care]) await port.putTouch(one);
    await port.noteMessage('m1', touch(), at(1));
    await port.noteMessage('m2', care, at(1));
    expect(await port.touchOfMessage('m1')).toEqual(touch());
    expect(await port.touchOfMessage('m2')).toEqual(care);
    expect(await port.touchOfMessage('m3')).toBeUndefined();
  });

  test('move only from the state they are in, and wait in the order of their time', async () => {
    const port = await fresh();
    const [late, soon] = [touch({ sendAt: at(5) }), touch({ patientId: 'p2', sendAt: at(4) })];
    for (const one of [late, soon, touch({ patientId: 'p3', sendAt: at(9) })]) await port.putTouch(one);
    expect(await port.toSend(at(5), 9)).toEqual([soon, late]);
    expect(await port.toSend(at(5), 1)).toEqual([soon]);
    expect(await port.move(soon, 'sending', { state: 'sent' })).toBe(false);
    expect(await port.move(touch({ patientId: 'p9' }), 'planned', { state: 'sent' })).toBe(false);
    expect(await port.move(soon, 'planned', { state: 'sending', startedAt: at(6) })).toBe(true);
    expect(await port.toSend(at(5), 9)).toEqual([late]);
    expect(await port.undecided(at(5))).toEqual([]);
    expect(await port.undecided(at(6))).toEqual([{ ...soon, state: 'sending', startedAt: at(6) }]);
    expect(await port.move(soon, 'sending', { state: 'sent', startedAt: undefined })).toBe(true);
    expect(await port.findTouch('p2', '2026-11-20')).toEqual({ ...soon, state: 'sent' });
  });

  test('wait for the next batch of letters, a page at a time', async () => {
    const port = await fresh();
    for (const [patientId, minute] of [
      ['p1', 3],
      ['p2', 1],
      ['p3', 2],
    ] as const)
      await port.putTouch(touch({ patientId, sendAt: at(minute), state: 'to-print' }));
    const found = (await pages(port.toPrint, 2)).map((page) => page.map(({ patientId }) => patientId));
    expect(found).toEqual([['p2', 'p3'], ['p1']]);
  });
  test('a task is stored once, listed while it is open, and finished once', async () => {
    const port = await fresh();
    await port.addTask(task('late', { dueOn: '2026-11-22' }));
    await port.addTask(task('soon', { dueOn: '2026-11-21' }));
    await port.addTask(task('soon', { why: 'another' }));
    const listed = await pages(port.tasks, 1);
    expect(listed.flat().map(({ id, why }) => `${id}: ${why}`)).toEqual([
      'soon: call the patient',
      'late: call the patient',
    ]);
    expect(await port.assignTask('soon', 'ana')).toEqual(
      task('soon', { dueOn: '2026-11-21', assignee: 'ana' }),
    );
    const end = { outcome: 'booked', doneBy: 'ana', doneAt: at(3) } as const;
    const done = { ...task('soon', { dueOn: '2026-11-21', assignee: 'ana' }), ...end, state: 'done' };
    expect(await port.finishTask('soon', end)).toEqual(done);
    expect(await port.finishTask('soon', end)).toBeUndefined();
    expect(await port.assignTask('soon', 'bo')).toBeUndefined();
    expect(await port.finishTask('unknown', end)).toBeUndefined();
    expect(await port.task('soon')).toEqual(done);
    expect(await port.task('unknown')).toBeUndefined();
    expect((await port.tasks({ limit: 9 })).items.map(({ id }) => id)).toEqual(['late']);
  });

  test('a sweep opens once, closes with its figures, and the last day of a zone only moves on', async () => {
    const port = await fresh();
    expect(await port.openSweep(sweep('s1'))).toEqual(sweep('s1'));
    expect(await port.openSweep(sweep('s1', { from: '2026-11-01' }))).toEqual(sweep('s1'));
    expect(await port.sweep('s1')).toEqual(sweep('s1'));
    expect(await port.sweep('s2')).toBeUndefined();
    await port.openSweep(sweep('s2', { on: '2026-11-21', openedAt: at(2) }));
    expect(await port.lastClosed('America/Chicago')).toBeUndefined();
    const totals = { closedAt: at(9), contacted: 1, considered: 2 };
    expect(await port.closeSweep('s2', totals)).toMatchObject({ ...totals, state: 'closed' });
    expect(await port.closeSweep('s1', totals)).toEqual(sweep('s1', { ...totals, state: 'closed' }));
    expect(await port.closeSweep('unknown', totals)).toBeUndefined();
    expect(await port.lastClosed('America/Chicago')).toBe('2026-11-21');
    expect((await pages(port.sweeps, 1)).flat().map(({ id }) => id)).toEqual(['s2', 's1']);
  });

  test('the day on which a zone was first looked at stays, and closes nothing', async () => {
    const port = await fresh();
    expect(await port.watchedSince('America/Chicago', '2026-11-20')).toBe('2026-11-20');
    expect(await port.watchedSince('America/Chicago', '2026-11-22')).toBe('2026-11-20');
    expect(await port.watchedSince('America/Denver', '2026-11-22')).toBe('2026-11-22');
    expect(await port.lastClosed('America/Chicago')).toBeUndefined();
  });

  test('what a sweep decided stays as it was written first', async () => {
    const port = await fresh();
    for (const one of [decision('p2'), decision('p1'), decision('p1', { outcome: 'not-due' })])
      await port.recordDecision(one);
    await port.recordDecision(decision('p1', { sweepId: 's2' }));
    const of = (query: { cursor?: string | undefined; limit: number }) => port.decisions('s1', query);
    expect((await pages(of, 1)).flat()).toEqual([decision('p1'), decision('p2')]);
    expect(await port.decisionsOn('p1', ['s2', 's0', 's1'])).toEqual([
      decision('p1', { sweepId: 's2' }),
      decision('p1'),
    ]);
  });

  test('who became eligible, and who was contacted, stands once in the month of its day', async () => {
    const port = await fresh();
    const event = (on: string, patientId = 'p1') =>
      ({ patientId, item: 'lapsed', episode: on, on }) as unknown as Parameters<Outreach['noteEligible']>[0];
    for (const one of [
      event('2026-11-20', 'p2'),
      event('2026-11-20'),
      event('2026-11-20'),
      event('2026-12-01'),
    ])
      await port.noteEligible(one);
    for (const on of ['2026-11-20', '2026-11-21', '2026-12-01'])
      await port.noteTouched({ patientId: 'p1', on });
    expect(await port.eligibleIn('2026-11')).toEqual({
      events: [event('2026-11-20'), event('2026-11-20', 'p2')],
      touched: ['p1'],
    });
    expect(await port.eligibleIn('2026-10')).toEqual({ events: [], touched: [] });
  });
});
