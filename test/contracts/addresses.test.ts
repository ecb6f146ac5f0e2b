import { expect, test } from '@jest/globals';
import type { Outreach } from '../../domain/recall/outreach.ts';
import { contract } from '../support/contract.ts';
import { lakeside } from '../support/lakeside.ts';
import { memoryOutreach } from '../support/memory-outreach.ts';

const at = (minute: number): string => `2026-11-20T16:${String(minute).padStart(2, '0')}:00.000Z`;
const adapter = async () => (await import('../../lambdas/adapters/outreach-table.ts')).outreachTable;
const memory = () => memoryOutreach().outreach;

contract<Outreach>('addresses and switches', { table: 'Outreach', adapter, memory }, (fresh) => {
  test('contacts of a number count by its day, without those of one patient', async () => {
    const port = await fresh();
    const contact = { channel: 'text', purpose: 'recall' } as const;
    await port.noteContact('key', { ...contact, at: at(1), touchId: 'p1.2026-11-20' });
    await port.noteContact('key', { ...contact, at: '2026-11-19T23:00:00.000Z', touchId: 'p2.2026-11-19' });
    await port.noteContact('key', { ...contact, at: at(2), touchId: 'p2.2026-11-20', aftercare: true });
    await port.noteContact('other', { ...contact, at: at(3), touchId: 'p3.2026-11-20' });
    expect(await port.contactsOf('key', at(30), ['p1'])).toEqual([
      { ...contact, at: at(2), aftercare: true },
    ]);
    expect(await port.contactsOf('key', '2026-11-19T23:30:00.000Z', ['p9'])).toEqual([
      { ...contact, at: '2026-11-19T23:00:00.000Z' },
      { ...contact, at: at(1) },
      { ...contact, at: at(2), aftercare: true },
    ]);
  });

  test('an address is suppressed until it is lifted, and again only by what is newer', async () => {
    const port = await fresh();
    const lifted = { at: at(5), by: 'START' };
    await port.liftSuppression('key', 'unsubscribed', lifted);
    await port.suppress('key', 'unsubscribed', at(3));
    await port.suppress('key', 'unsubscribed', at(2));
    await port.suppress('key', 'hard-bounce', at(1));
    await port.suppress('other', 'complaint', at(1));
    const standing = () => port.suppressions('key', 'email');
    const bounced = { address: 'email', reason: 'hard-bounce', at: at(1) };
    expect(await standing()).toEqual([bounced, { address: 'email', reason: 'unsubscribed', at: at(3) }]);
    await port.liftSuppression('key', 'unsubscribed', lifted);
    expect(await standing()).toEqual([bounced]);
    await port.suppress('key', 'unsubscribed', at(4));
    expect(await standing()).toEqual([bounced]);
    await port.suppress('key', 'unsubscribed', at(6));
    expect(await standing()).toEqual([bounced, { address: 'email', reason: 'unsubscribed', at: at(6) }]);
  });

  test('three soft bounces within thirty days pause an address, each event counted once', async () => {
    const port = await fresh();
    for (const id of ['e1', 'e2', 'e2', 'e1']) await port.noteSoftBounce('key', id, at(1));
    expect(await port.suppressions('key', 'email')).toEqual([]);
    await port.noteSoftBounce('key', 'e3', at(3));
    expect(await port.suppressions('key', 'email')).toEqual([
      { address: 'email', reason: 'soft-bounces', at: at(3) },
    ]);
  });

  test('an automatic answer begins once', async () => {
    const port = await fresh();
    expect(await port.beginAnswer('key', { key: 'stop#m1', at: at(1) })).toBe(true);
    expect(await port.beginAnswer('key', { key: 'stop#m1', at: at(2) })).toBe(false);
    expect(await port.beginAnswer('key', { key: 'help#m2', at: at(3) })).toBe(true);
    expect(await port.answersTo('key')).toEqual([
      { key: 'help#m2', at: at(3) },
      { key: 'stop#m1', at: at(1) },
    ]);
    expect(await port.answersTo('other')).toEqual([]);
  });

  test('a day has so many sends, aftercare has its own, and outcomes are counted', async () => {
    const port = await fresh();
    const taken: boolean[] = [];
    const kinds = [undefined, undefined, undefined, 'aftercare', 'aftercare', 'aftercare'] as const;
    for (const kind of kinds) taken.push(await port.takeSend('2026-11-20', 2, kind));
    expect(taken).toEqual([true, true, false, true, true, false]);
    await port.takeSend('2026-11-21', 2);
    await port.countOutcome('2026-11-20', 'mailed');
    await port.countOutcome('2026-11-21', 'mailed');
    await port.countOutcome('2026-11-21', 'bounced');
    await port.countOutcome('2026-11-22', 'complained');
    expect(await port.countsSince('2026-11-20')).toEqual({ sent: 2, bounced: 1, complained: 1 });
    expect(await port.countsSince('2026-11-21')).toEqual({ sent: 1, bounced: 1, complained: 1 });
    expect(await port.countsSince('2026-11-23')).toEqual({ sent: 0, bounced: 0, complained: 0 });
  });

  test('sequences stay as they were kept first, and the switch as it was thrown last', async () => {
    const port = await fresh();
    const { due, lapsed } = lakeside.recall.sequences;
    await port.keepSequence('v1', due);
    await port.keepSequence('v1', lapsed);
    expect(await port.sequence('v1')).toEqual(due);
    expect(await port.sequence('v2')).toBeUndefined();
    expect(await port.pause()).toBeUndefined();
    for (const paused of [true, false])
      await port.setPause({ paused, reason: 'holiday', by: 'ana', at: at(1) });
    expect(await port.pause()).toEqual({ paused: false, reason: 'holiday', by: 'ana', at: at(1) });
  });

  test('how far a zone is worked out is kept as it was said last', async () => {
    const port = await fresh();
    expect(await port.reckoning('UTC')).toBeUndefined();
    await port.keepReckoning('UTC', { version: 'v1', done: false, cursor: 'c1' });
    expect(await port.reckoning('UTC')).toEqual({ version: 'v1', done: false, cursor: 'c1' });
    await port.keepReckoning('UTC', { version: 'v1', done: true });
    expect(await port.reckoning('UTC')).toEqual({ version: 'v1', done: true });
    expect(await port.reckoning('America/Chicago')).toBeUndefined();
  });

  test('one holds the lease until it ends, or is given back', async () => {
    const port = await fresh();
    await port.release('send');
    expect(await port.lease('send', at(1), at(5))).toBe(true);
    expect(await port.lease('send', at(5), at(9))).toBe(false);
    expect(await port.lease('sweep', at(2), at(5))).toBe(true);
    expect(await port.lease('send', at(6), at(9))).toBe(true);
    await port.release('send');
    expect(await port.lease('send', at(7), at(9))).toBe(true);
  });
});
