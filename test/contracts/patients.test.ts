import { expect, test } from '@jest/globals';
import type { AddressConsent, ConsentEvent } from '../../domain/consent/consent-event.ts';
import type { Patient } from '../../domain/patient/patient.ts';
import type { Patients } from '../../domain/patient/patients.ts';
import type { PreferenceEvent } from '../../domain/patient/preferences.ts';
import { contract, pages } from '../support/contract.ts';
import { memoryPatients } from '../support/memory-patients.ts';
import { emptyRecord, treated } from '../support/recall-record.ts';

const at = (minute: number): string => `2026-11-20T16:${String(minute).padStart(2, '0')}:00.000Z`;
const patient = (changes: Partial<Patient> = {}): Patient => ({ ...emptyRecord.patient, ...changes });
const consent = (id: string, changes: Partial<ConsentEvent> = {}): ConsentEvent => ({
  id,
  patientId: 'p1',
  channel: 'text',
  purpose: 'marketing',
  action: 'grant',
  occurredAt: at(1),
  recordedAt: at(1),
  method: 'paper',
  actor: 'patient',
  ...changes,
});
const wish = (id: string, minute: number): PreferenceEvent => ({
  id,
  patientId: 'p1',
  what: 'topics',
  from: 'all',
  to: 'none',
  at: at(minute),
  by: 'patient',
});
const place = { zone: 'America/Chicago', shard: 3 };
/** The chain is the table's own: it is checked where it is made (chain.test.ts). */
const unchained = (events: readonly ConsentEvent[] = []) =>
  events.map(({ chain, ...event }) => (chain ? event : event));

const adapter = async () => (await import('../../lambdas/adapters/patient-table.ts')).patientTable;
const memory = () => memoryPatients().patients;

contract<Patients>('patients', { table: 'Patients', adapter, memory }, (fresh) => {
  const withOne = async () => {
    const port = await fresh();
    await port.save(patient());
    return { port, record: async () => await port.record('p1') };
  };

  test('have a record of all that is known, each kind by its ids', async () => {
    const { port, record } = await withOne();
    expect(await record()).toEqual(emptyRecord);
    expect(await port.record('p9')).toBeUndefined();
    const [facial, toxin] = [treated('facial', '2026-01-01'), treated('botulinum-toxin', '2026-01-02')];
    for (const one of [facial, toxin, { ...facial, price: 5 }]) await port.saveTreatment(one);
    const care = { patientId: 'p1', nervous: true, supportPersons: [], by: 'ana', at: at(1) };
    const setting = { patientId: 'p1', id: 'lapsed', disabled: true, reason: 'asked', by: 'ana', at: at(1) };
    const preferences = { patientId: 'p1', channel: 'text', at: at(1), by: 'ana' } as const;
    const check = {
      patientId: 'p1',
      kind: 'do-not-call',
      number: '+15125550100',
      answer: 'no',
      on: '2026-11-01',
    } as const;
    const series = {
      patientId: 'p1',
      id: 's',
      type: 'facial',
      sessions: 3,
      startedOn: '2026-01-01',
      paid: true,
    };
    const consultation = { patientId: 'p1', id: 'c', on: '2026-01-01', outcome: 'open' } as const;
    await port.saveCare(care);
    await port.saveSetting(setting);
    await port.savePreferences(preferences);
    await port.saveCheck({ ...check, answer: 'yes' });
    await port.saveCheck(check);
    await port.saveSeries(series);
    await port.saveConsultation(consultation);
    await port.saveLook('p1', '2026-12-01', place);
    expect(await record()).toEqual({
      ...emptyRecord,
      treatments: [toxin, { ...facial, price: 5 }],
      settings: [setting],
      checks: [check],
      series: [series],
      consultations: [consultation],
      care,
      preferences,
      lookOn: '2026-12-01',
    });
    const line = { at: at(1), until: '2026-12-01', reason: 'none', items: ['lapsed'] };
    await port.saveOutlooks('p1', [line]);
    await port.saveOutlooks('p1', [line, { ...line, at: at(2) }]);
    expect((await record())?.outlooks).toEqual([line, { ...line, at: at(2) }]);
    await port.forget('p1');
    expect(await record()).not.toHaveProperty('outlooks');
  });

  test('are listed a page at a time, without who was merged away or erased', async () => {
    const { port } = await withOne();
    for (const changes of [{ id: 'p2' }, { id: 'p3', mergedInto: 'p1' }, { id: 'p4', erasedAt: at(1) }])
      await port.save(patient(changes));
    const found = await pages(port.list, 1);
    expect(found.map((page) => page.length).filter((length) => length > 1)).toEqual([]);
    expect(
      found
        .flat()
        .map(({ id }) => id)
        .toSorted(),
    ).toEqual(['p1', 'p2']);
  });

  test('lose an entry that is none, and keep by whom and why one was taken back, as it was first said', async () => {
    const { port, record } = await withOne();
    const [facial, toxin] = [treated('facial', '2026-01-01'), treated('botulinum-toxin', '2026-01-02')];
    for (const one of [facial, toxin]) await port.saveTreatment(one);
    await port.removeEntry('treatment', 'p1', toxin.id);
    await port.removeEntry('series', 'p1', 'never');
    expect(await record()).toEqual({ ...emptyRecord, treatments: [facial] });
    const mistake = {
      patientId: 'p1',
      id: `treatment#${facial.id}`,
      reason: 'mistyped',
      by: 'ana',
      at: at(1),
    };
    await port.retract(mistake);
    await port.retract({ ...mistake, reason: 'said twice', at: at(2) });
    expect(await record()).toEqual({ ...emptyRecord, retractions: [mistake] });
    await port.unretract('p1', mistake.id);
    expect(await record()).toEqual(emptyRecord);
  });

  test('keep a purchase or an appointment that is newer', async () => {
    const { port, record } = await withOne();
    const visit = (status: 'booked' | 'cancelled', updatedAt?: string) =>
      ({ patientId: 'p1', id: 'a', on: '2026-12-01', status, ...(updatedAt ? { updatedAt } : {}) }) as const;
    const bought = (quantity: number, updatedAt: string) =>
      ({ patientId: 'p1', id: 'b', product: 'serum', on: '2026-11-01', quantity, updatedAt }) as const;
    for (const one of [visit('booked', at(2)), visit('cancelled', at(1))]) await port.saveAppointment(one);
    for (const one of [bought(1, at(2)), bought(2, at(2)), bought(3, at(1))]) await port.savePurchase(one);
    const kept = await record();
    expect([kept?.appointments, kept?.purchases]).toEqual([[visit('booked', at(2))], [bought(2, at(2))]]);
    await port.saveAppointment(visit('cancelled'));
    expect((await record())?.appointments).toEqual([visit('cancelled')]);
  });

  test('are found by their addresses, and by those of whoever asks for them', async () => {
    const { port } = await withOne();
    await port.link(['key', 'other'], 'p2');
    await port.link(['key'], 'p1', 'mother');
    expect(await port.byAddress(['key'])).toEqual([{ id: 'p1', relation: 'mother' }, { id: 'p2' }]);
    await port.link(['key'], 'p1');
    expect(await port.byAddress(['other', 'key'])).toEqual([{ id: 'p2' }, { id: 'p1' }]);
    await port.unlink(['key'], 'p1', 'own');
    expect(await port.byAddress(['key'])).toEqual([{ id: 'p1', relation: 'mother' }, { id: 'p2' }]);
    await port.unlink(['key'], 'p1', 'support');
    await port.unlink(['key', 'other'], 'p2');
    expect(await port.byAddress(['key', 'other'])).toEqual([]);
  });

  test('have the household with the smallest name, and are found by every one', async () => {
    const { port, record } = await withOne();
    for (const name of ['h2', 'h1', 'h3']) await port.nameHousehold('p1', name);
    await port.nameHousehold('p0', 'h2');
    expect([await port.household('p1'), (await record())?.household]).toEqual(['h1', 'h1']);
    expect(await port.household('p9')).toBeUndefined();
    expect(await port.householdMembers('h2')).toEqual(['p0', 'p1']);
    await port.leaveHouseholds('p1');
    expect(await port.householdMembers('h2')).toEqual(['p0']);
    expect(await port.householdMembers('h3')).toEqual([]);
  });

  test('have their consents in the order of appending, each once, and what was redacted says so', async () => {
    const { port, record } = await withOne();
    for (const one of [consent('b'), consent('a'), consent('b', { action: 'revoke' })])
      await port.addConsent(one);
    expect(unchained((await record())?.consents)).toEqual([consent('b'), consent('a')]);
    await port.redactConsent(consent('b', { actor: 'erased' }));
    await port.redactConsent(consent('z'));
    expect(unchained((await record())?.consents)).toEqual([
      { ...consent('b', { actor: 'erased' }), redacted: true },
      consent('a'),
    ]);
  });

  test('leave behind an address what was taken back by it, once', async () => {
    const { port } = await withOne();
    const { patientId, ...given } = consent('b');
    const [event, early]: AddressConsent[] = [given, { ...given, id: 'a' }] as const;
    for (const one of [given, { ...given, id: 'a' }, { ...given, actor: patientId }])
      await port.keepForAddress('key', one);
    expect(await port.ofAddress('key')).toEqual([early, event]);
    expect(await port.ofAddress('other')).toEqual([]);
  });

  test('have the changes of their wishes, the oldest first, each once', async () => {
    const { port, record } = await withOne();
    for (const one of [wish('a', 2), wish('b', 1), { ...wish('a', 2), to: 'some' }])
      await port.addPreferenceEvent(one);
    expect((await record())?.preferenceEvents).toEqual([wish('b', 1), wish('a', 2)]);
  });

  test('have one request for a copy, the newest', async () => {
    const { port, record } = await withOne();
    const asked = { patientId: 'p1', reason: 'asked', requestedBy: 'ana', requestedAt: at(1) };
    await port.saveCopyRequest(asked);
    await port.saveCopyRequest({ ...asked, approvedBy: 'bea', approvedAt: at(2) });
    expect((await record())?.copy).toEqual({ ...asked, approvedBy: 'bea', approvedAt: at(2) });
    await port.forget('p1');
    expect(await record()).not.toHaveProperty('copy');
  });

  test('have one guardian, directions, and a mark that nothing older replaces, nor what it was cleared of', async () => {
    const { port, record } = await withOne();
    const guardian = {
      patientId: 'p1',
      name: 'Maria',
      relationship: 'mother',
      represents: true,
      evidence: 'paper',
      by: 'ana',
      at: at(1),
    } as const;
    await port.saveGuardian({ ...guardian, name: 'Jon' });
    await port.saveGuardian(guardian);
    const direction = { patientId: 'p1', treatment: 'facial', reason: 'a reason', by: 'bea', at: at(1) };
    await port.saveDirection(direction);
    const mark = { patientId: 'p1', messageId: 'm2', at: at(2), by: 'heard' };
    const older = { ...mark, messageId: 'm1', at: at(1) };
    const cleared = { ...mark, cleared: { by: 'ana', at: at(3), reason: 'an adult' } };
    for (const one of [mark, older]) await port.saveMinorMark(one);
    expect(await record()).toMatchObject({ guardian, directions: [direction], minorMark: mark });
    for (const one of [cleared, mark, older]) await port.saveMinorMark(one);
    expect((await record())?.minorMark).toEqual(cleared);
    const newer = { ...mark, messageId: 'm4', at: at(4) };
    await port.saveMinorMark(newer);
    expect((await record())?.minorMark).toEqual(newer);
    await port.removeGuardian('p1');
    expect(await record()).not.toHaveProperty('guardian');
    await port.forget('p1');
    expect(await record()).toEqual(emptyRecord);
  });

  test('leave nothing when they are forgotten but the head, the consents and the erasure', async () => {
    const { port, record } = await withOne();
    const erasure = {
      patientId: 'p1',
      reason: 'patient-asked',
      requestedBy: 'ana',
      requestedAt: at(1),
    } as const;
    await port.saveErasure(erasure);
    await port.addConsent(consent('a'));
    await port.saveTreatment(treated('facial', '2026-01-01'));
    await port.nameHousehold('p1', 'h1');
    await port.forget('p1');
    const left = await record();
    expect({ ...left, consents: unchained(left?.consents) }).toEqual({
      ...emptyRecord,
      consents: [consent('a')],
      erasure,
    });
  });
});
