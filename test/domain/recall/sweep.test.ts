import { describe, expect, test } from '@jest/globals';
import { previewShard } from '../../../domain/recall/preview-shard.ts';
import type { RecallRules } from '../../../domain/recall/recall-rules.ts';
import { consider } from '../../../domain/recall/sweep.ts';
import { shardsOf } from '../../../domain/recall/sweep-gate.ts';
import { lakeside } from '../../support/lakeside.ts';
import { approvedCampaign, campaignContent } from '../../support/memory-campaigns.ts';
import { cutter } from '../../support/memory-outreach.ts';
import { recallHouse } from '../../support/recall-house.ts';

const treated = (type: string, on: string) => ({ patientId: 'p1', id: `${type}#${on}`, type, on });
const toxin = treated('botulinum-toxin', '2026-08-20');
const peel = treated('light-peel', '2026-10-25');

const withDue = (due: Partial<RecallRules['sequences']['due']>): Pick<RecallRules, 'sequences'> => ({
  sequences: { ...lakeside.recall.sequences, due: { ...lakeside.recall.sequences.due, ...due } },
});
const attempt = (
  channels: RecallRules['sequences']['due']['attempts'][number]['channels'],
  afterDays = 7,
) => ({ afterDays, channels, template: 'due' });

describe('a sweep', () => {
  test('a record that cannot be worked with stops nobody else, is told of, and is tried again the day after', async () => {
    const house = recallHouse();
    for (const id of ['p1', 'p2', 'p3']) await house.person({ id });
    const wrong = await house.patients.record('p2');
    if (!wrong) throw new Error('nobody');
    await house.patients.save({ ...wrong.patient, birthDate: 'unknown' });
    await house.sweep();
    expect(house.all.touches().map(({ patientId }) => patientId)).toEqual(['p1', 'p3']);
    expect(house.faults).toEqual(['p2']);
    expect(house.all.decisions().find(({ patientId }) => patientId === 'p2')).toMatchObject({
      outcome: 'not-now',
      rules: ['fault'],
    });
    const [shard] = shardsOf('America/Chicago', '2026-11-20', undefined, 1);
    if (!shard) throw new Error('no shard');
    house.goTo('2026-11-21T16:05:00.000Z');
    const preview = await previewShard(house.ports(), { ...shard, on: '2026-11-21' });
    expect(preview.map(({ decision }) => [decision.patientId, decision.rules])).toContainEqual([
      'p2',
      ['fault'],
    ]);
    await house.patients.save({ ...wrong.patient, zone: 'Pacific Time (US & Canada)' });
    await house.sweep();
    expect(house.all.touches().map(({ patientId }) => patientId)).toContain('p2');
    expect(house.faults).toEqual(['p2']);
  });

  test('merges what is due into one touch; each item counts its own attempts', async () => {
    const house = recallHouse();
    await house.person({ treatments: [toxin, peel] });
    await house.sweep();
    expect(house.all.touches()).toMatchObject([
      {
        id: 'p1.2026-11-20',
        state: 'planned',
        channel: 'email',
        items: [
          { id: 'due#botulinum-toxin', attempts: 0, attempt: 0 },
          { id: 'due#light-peel', attempts: 0, attempt: 0 },
        ],
      },
    ]);
    await house.send();
    // Three weeks later only the peel was had: it begins again, the toxin goes on.
    await house.patients.saveTreatment(treated('light-peel', '2026-11-21'));
    house.goTo('2026-12-22T16:05:00.000Z');
    await house.refresh();
    await house.sweep();
    expect(house.all.touches().at(-1)?.items).toMatchObject([
      { id: 'due#botulinum-toxin', episode: '2026-11-20', attempts: 1, attempt: 1 },
      { id: 'due#light-peel', episode: '2026-12-19', attempts: 0, attempt: 0 },
    ]);
    expect(await house.item('due#botulinum-toxin')).toMatchObject({ attempts: 2, automatic: 2 });
    expect(await house.item('due#light-peel')).toMatchObject({ attempts: 1, automatic: 1 });
  });

  test('a product on prescription is a clinician’s task, once, beside whatever is sent, also for whom is held out', async () => {
    const tretinoin = lakeside.treatments.products.find(({ prescription }) => prescription);
    const house = recallHouse();
    const product = tretinoin?.id ?? '';
    const bought = (id: string, on: string) => ({ patientId: 'p1', id, product, on, quantity: 1 });
    await house.person({
      treatments: [toxin],
      purchases: [bought('b1', '2026-05-01'), bought('b2', '2026-08-01')],
      consents: ['email', 'call'],
    });
    const restock = `restock#${product}`;
    expect(await house.item(restock)).toMatchObject({ clinician: true, state: 'open', nextOn: '2026-11-20' });
    house.heldOut.add('p1');
    await house.sweep();
    expect(house.all.touches()[0]?.items.map(({ id }) => id)).toEqual(['due#botulinum-toxin']);
    expect(house.all.tasks()).toMatchObject([
      { kind: 'refill', why: expect.stringContaining('a prescription runs out'), state: 'open' },
    ]);
    house.wait(24 * 60);
    await house.sweep();
    expect(house.all.tasks()).toHaveLength(1);
    expect(await house.item(restock)).toMatchObject({ state: 'exhausted', attempts: 1 });
  });

  test('faults of everybody are no record’s, and end the call', async () => {
    const house = recallHouse({
      around: async (operation, call) => {
        if (operation === 'standing') throw new Error('the table is away');
        return call();
      },
    });
    for (let n = 1; n <= 12; n += 1) await house.person({ id: `p${n}` });
    await expect(house.sweep()).rejects.toThrow('the table is away');
  });

  test('a prescription is decided on without any consent, and asked again as its clinician says', async () => {
    const tretinoin = lakeside.treatments.products.find(({ prescription }) => prescription);
    const house = recallHouse();
    const product = tretinoin?.id ?? '';
    const bought = { patientId: 'p1', id: 'b1', product, on: '2026-08-01', quantity: 1 };
    await house.person({ treatments: [], purchases: [bought], consents: [] });
    await house.sweep();
    expect(house.all.touches()).toEqual([]);
    const [task] = house.all.tasks();
    expect(task).toMatchObject({ kind: 'refill', item: { id: `restock#${product}` } });
    expect(house.all.decisions()).toMatchObject([{ outcome: 'not-now', rules: ['R23', 'R45'] }]);
    await house.end(task?.id ?? '', { by: 'okoye', outcome: 'voicemail' });
    expect(await house.item(`restock#${product}`)).toMatchObject({ state: 'open', nextOn: '2026-11-27' });
    house.goTo('2026-11-27T16:05:00.000Z');
    await house.sweep();
    expect(house.all.tasks().map(({ state }) => state)).toEqual(['done', 'open']);
    await house.end(house.all.tasks()[1]?.id ?? '', { by: 'okoye', outcome: 'declined' });
    expect(await house.item(`restock#${product}`)).toMatchObject({ state: 'stopped' });
  });

  test('takes the preferred channel first, else the next of the attempt that may be used', async () => {
    const house = recallHouse({ rules: withDue({ attempts: [attempt(['email', 'text', 'call'])] }) });
    await house.person({ consents: ['email', 'text'] });
    await house.person({
      id: 'p2',
      consents: ['email', 'text'],
      preferences: { patientId: 'p2', channel: 'text', at: '2026-01-01', by: 'patient' },
    });
    await house.person({ id: 'p3', consents: ['call'] });
    await house.sweep();
    expect(house.all.touches().map(({ channel, otherwise }) => [channel, otherwise])).toEqual([
      ['email', ['text', 'call']],
      ['text', ['email', 'call']],
      ['call', []],
    ]);
  });

  test('jumps to a later attempt where none of an earlier one may ever be used', async () => {
    const rules = withDue({ attempts: [attempt(['email']), attempt(['text']), attempt(['call'])] });
    const house = recallHouse({ rules });
    await house.person({ consents: ['call'] });
    await house.sweep();
    expect(house.all.touches()[0]).toMatchObject({
      channel: 'call',
      items: [{ attempts: 0, attempt: 2 }],
    });
    expect(house.all.decisions()[0]?.notBy).toMatch(/^email: .*; text: /);
    expect(await house.item('due#botulinum-toxin')).toMatchObject({ state: 'exhausted', attempts: 3 });
  });

  test('says the first words to whoever got nothing yet, whichever step of the sequence it is', async () => {
    const house = recallHouse();
    const preferences = { patientId: 'p1', onlyBy: ['letter' as const], at: '2026-01-01', by: 'patient' };
    await house.person({ consents: [], preferences });
    await house.sweep();
    expect(house.all.touches()).toMatchObject([
      { channel: 'letter', template: 'due', items: [{ attempt: 2 }] },
    ]);
  });

  test('counts what really came, by whatever channel: what came back was not got', async () => {
    const house = recallHouse();
    await house.person({ consents: ['email', 'text', 'call'] });
    await house.sweep();
    await house.send();
    const [first] = house.all.touches();
    if (!first) throw new Error('nothing was sent');
    await house.outreach.move(first, 'sent', { state: 'bounced' });
    house.wait(14 * 24 * 60);
    await house.sweep();
    expect(house.all.touches().at(-1)).toMatchObject({ template: 'due', items: [{ attempt: 1 }] });
    await house.send();
    house.wait(30 * 24 * 60);
    await house.sweep();
    expect(house.all.touches().at(-1)).toMatchObject({ template: 'due-again', items: [{ attempt: 2 }] });
  });

  test('remembers what came however long ago', async () => {
    const words = { channels: ['email' as const], template: 'due' };
    const attempts = [
      { ...words, afterDays: 0 },
      { ...words, afterDays: 70, template: 'due-again' },
      { ...words, afterDays: 50, template: 'due-last' },
    ];
    const house = recallHouse({ rules: withDue({ attempts }) });
    await house.person();
    for (const days of [70, 50, 0]) {
      await house.sweep();
      await house.send();
      house.wait(days * 24 * 60);
    }
    expect(house.all.touches().map(({ template }) => template)).toEqual(['due', 'due-again', 'due-last']);
  });

  test('waits for an earlier attempt where what stands in its way passes by itself', async () => {
    const house = recallHouse({ rules: withDue({ attempts: [attempt(['email']), attempt(['call'])] }) });
    await house.person({ consents: ['email', 'call'] });
    const rates = { complaintRate: 0.01 };
    const record = await house.patients.record('p1');
    if (!record) throw new Error('nobody');
    const planned = await consider({ ...house.ports(), rates }, record, 's', 'America/Chicago');
    expect(planned).toMatchObject({ decision: { outcome: 'not-now' }, retry: { on: '2026-11-21' } });
  });

  test('tells what the campaign of a touch is about', async () => {
    const house = recallHouse();
    await house.person();
    const record = await house.patients.record('p1');
    if (!record) throw new Error('nobody');
    const id = 'campaign#c1';
    const item = {
      patientId: 'p1',
      id,
      type: 'campaign',
      lastOn: '2026-11-19',
      dueOn: '2026-11-20',
      episode: '2026-11-20',
      attempts: 0,
      nextOn: '2026-11-20',
      state: 'open',
    } as const;
    const content = { ...campaignContent, startOn: '2026-11-20' };
    const approval = { by: 'bell', at: house.now(), content: 'none' };
    const campaigns = new Map([[id, approvedCampaign({ content, approval })]]);
    const planned = await consider(
      house.ports(),
      { ...record, items: [item] },
      's',
      'America/Chicago',
      campaigns,
    );
    expect(planned.touch).toMatchObject({ campaign: 'c1', about: ['botulinum-toxin'] });
  });

  test('leaves the rest to persons once the automatic maximum is reached', async () => {
    const rules = withDue({ automaticMaximum: 1, attempts: [attempt(['email']), attempt(['email'])] });
    const house = recallHouse({ rules });
    await house.person({ consents: ['email', 'call'] });
    await house.sweep();
    await house.send();
    house.wait(8 * 24 * 60);
    await house.sweep();
    expect(house.all.touches().map(({ channel }) => channel)).toEqual(['email', 'call']);
    expect(await house.item('due#botulinum-toxin')).toMatchObject({ attempts: 2, automatic: 1 });
  });

  test('puts off within the day what hours forbid, and to a later day what caps forbid', async () => {
    const early = recallHouse({ at: '2026-11-20T12:30:00.000Z' });
    await early.person();
    await early.sweep();
    expect(early.all.touches()[0]).toMatchObject({ state: 'planned', sendAt: '2026-11-20T15:00:00.000Z' });
    expect(await early.send()).toBe(0);
    early.goTo('2026-11-20T15:00:00.000Z');
    expect(await early.send()).toBe(1);

    const often = recallHouse({
      rules: { caps: { ...lakeside.recall.caps, marketing: { day: 1, week: 1, month: 4 } } },
    });
    await often.person({ treatments: [toxin, treated('light-peel', '2026-10-28')] });
    await often.sweep();
    await often.send();
    often.goTo('2026-11-22T16:05:00.000Z');
    await often.sweep();
    expect(often.all.touches()).toHaveLength(1);
    expect(often.all.decisions().at(-1)).toMatchObject({
      outcome: 'not-now',
      rules: expect.arrayContaining(['R5', 'R4', 'R6']),
    });
    expect(await often.item('due#light-peel')).toMatchObject({ attempts: 0, nextOn: '2026-11-27' });
    often.goTo('2026-11-27T16:05:00.000Z');
    await often.sweep();
    expect(often.all.touches()).toHaveLength(2);
  });

  test('holds out: counted as an attempt, never sent; a paid visit is not held out', async () => {
    const house = recallHouse();
    await house.person();
    await house.person({
      id: 'p2',
      treatments: [treated('light-peel', '2026-10-20')],
      series: [
        { patientId: 'p2', id: 's1', type: 'light-peel', sessions: 4, startedOn: '2026-10-20', paid: true },
      ],
    });
    house.heldOut.add('p1').add('p2');
    await house.sweep();
    await house.send();
    expect(house.all.touches().map(({ patientId, state }) => [patientId, state])).toEqual([
      ['p1', 'held-out'],
      ['p2', 'sent'],
    ]);
    expect(await house.item('due#botulinum-toxin')).toMatchObject({ attempts: 1 });
    expect(house.sent.map(({ patientId }) => patientId)).toEqual(['p2']);
    // Nobody was contacted: it counts toward no cap.
    house.goTo('2026-11-21T16:05:00.000Z');
    expect(house.all.decisions()[0]).toMatchObject({ outcome: 'held-out', rules: ['holdout'] });
  });

  test('an episode stays on the sequence that it began with', async () => {
    const house = recallHouse();
    await house.person();
    await house.sweep();
    await house.send();
    house.configure(withDue({ attempts: [attempt(['call'], 0), attempt(['call'], 0)] }));
    await house.person({ id: 'p2', consents: ['email', 'call'] });
    house.goTo('2026-12-04T16:05:00.000Z');
    await house.sweep();
    const channels = house.all
      .touches()
      .map(({ patientId, channel, on }) => [patientId, channel, on])
      .sort();
    expect(channels).toEqual([
      ['p1', 'email', '2026-11-20'],
      ['p1', 'email', '2026-12-04'],
      ['p2', 'call', '2026-12-04'],
    ]);
    expect(await house.item('due#botulinum-toxin')).toMatchObject({ attempts: 2, nextOn: '2027-01-03' });
  });

  test('looks the next day at whoever became due after it was closed', async () => {
    const house = recallHouse();
    await house.sweep();
    await house.person();
    house.goTo('2026-11-21T16:05:00.000Z');
    await house.sweep();
    expect(house.all.touches()).toMatchObject([{ on: '2026-11-21', patientId: 'p1' }]);
  });

  test('looks no more at whom nothing but their own word can make contactable, until something changes', async () => {
    const house = recallHouse();
    const preferences = {
      patientId: 'p1',
      forbids: ['call', 'letter'] as const,
      at: '2026-01-01',
      by: 'patient',
    };
    await house.person({ consents: [], preferences });
    await house.sweep();
    house.goTo('2026-11-21T16:05:00.000Z');
    await house.sweep();
    house.goTo('2026-11-22T16:05:00.000Z');
    await house.sweep();
    expect(house.all.decisions().map(({ sweepId, outcome }) => [sweepId.slice(-10), outcome])).toEqual([
      ['2026-11-20', 'not-now'],
    ]);
    await house.person({ consents: ['email'] });
    house.goTo('2026-11-23T16:05:00.000Z');
    await house.sweep();
    expect(house.all.touches()).toMatchObject([{ on: '2026-11-23', state: 'planned' }]);
  });

  test('looks at them again after a month in any case', async () => {
    const house = recallHouse();
    const preferences = {
      patientId: 'p1',
      forbids: ['call', 'letter'] as const,
      at: '2026-01-01',
      by: 'patient',
    };
    await house.person({ consents: [], preferences });
    await house.sweep();
    house.goTo('2026-12-20T16:05:00.000Z');
    await house.sweep();
    expect(house.all.decisions().map(({ sweepId }) => sweepId.slice(-10))).toEqual([
      '2026-11-20',
      '2026-12-20',
    ]);
  });

  test('again, or cut off anywhere and begun again, contacts nobody twice and writes every decision down', async () => {
    for (let calls = 0; calls < 60; calls += 1) {
      const cut = cutter();
      const house = recallHouse({ around: cut.around });
      await house.person({ treatments: [toxin, peel] });
      cut.state.left = calls;
      await house.sweep().catch(() => undefined);
      cut.state.left = -1;
      await house.sweep();
      await house.sweep();
      await house.send();
      await house.send();
      expect([calls, house.sent.length]).toEqual([calls, 1]);
      expect(house.all.decisions()).toMatchObject([{ outcome: 'contact', channel: 'email' }]);
      for (const id of ['due#botulinum-toxin', 'due#light-peel'])
        expect(await house.item(id)).toMatchObject({ attempts: 1 });
      const [swept] = (await house.outreach.sweeps({ limit: 9 })).items;
      expect(swept).toMatchObject({ state: 'closed', contacted: 1 });
    }
  });
});

describe('whoever is no patient of the practice’s any more', () => {
  const leave = async (house: ReturnType<typeof recallHouse>) => {
    const known = (await house.patients.record('p1'))?.patient;
    if (known) await house.patients.save({ ...known, inactive: true });
    await house.refresh();
  };

  test('is not contacted, nor by what was planned before', async () => {
    const gone = recallHouse();
    await gone.person();
    await leave(gone);
    await gone.sweep();
    expect(gone.all.touches()).toEqual([]);
    const going = recallHouse();
    await going.person();
    await going.sweep();
    await leave(going);
    expect(await going.send()).toBe(0);
  });

  test('is reminded of a visit that is booked', async () => {
    const house = recallHouse();
    const visit = {
      patientId: 'p1',
      id: 'v1',
      on: '2026-11-23',
      at: '2026-11-23T16:00:00.000Z',
      status: 'booked',
    } as const;
    await house.person({ appointments: [visit] });
    await leave(house);
    const items = (await house.patients.record('p1'))?.items ?? [];
    expect(items.filter(({ state }) => state === 'open')).toMatchObject([{ id: 'reminder#v1' }]);
  });
});
