import { describe, expect, test } from '@jest/globals';
import type { PatientRecord } from '../../../domain/patient/patient.ts';
import { isCosmeticInjection, whyNotBooked } from '../../../domain/patient/under-age-booking.ts';
import type { Operation } from '../../../lambdas/desk/operation.ts';
import { minorOperations } from '../../../lambdas/desk/operations/minors.ts';
import { patientOperations } from '../../../lambdas/desk/operations/patients.ts';
import { recordedConsentOperations } from '../../../lambdas/desk/operations/recorded-consent.ts';
import { minorAcknowledgementProblems } from '../../../lib/practice/check-acknowledgements.ts';
import { knownPeople, person } from '../../support/known-people.ts';
import { fridayMorning, lakeside, staffMember } from '../../support/lakeside.ts';

const child = { birthDate: '2010-05-05', phone: '+15125550101' };

async function desk(country = 'US', said: object = child) {
  const people = knownPeople();
  const practice = { ...lakeside.identity, country };
  const ports = { ...people.ports, practice, patientId: async (id: string) => id };
  await people.add(person('a', said));
  const operations = [
    ...minorOperations(ports),
    ...patientOperations(ports),
    ...recordedConsentOperations(ports),
  ];
  const call = async (id: string, given: object) => {
    const found = operations.find((one) => one.id === id) as Operation;
    const { body } = await found.run({
      member: staffMember('marlow'),
      parameters: { id: 'a' },
      query: {},
      body: found.body?.parse(given),
      ifVersion: undefined,
      contentType: 'application/json',
      now: fridayMorning,
      newId: () => 'new',
    });
    return body as Record<string, unknown>;
  };
  const record = async () => (await people.patients.record('a')) as PatientRecord;
  return { ...people, call, record };
}

const maria = {
  name: 'Maria Ash',
  relationship: 'mother',
  phone: '(512) 555-0142',
  evidence: 'intake form, seen by the front desk',
};

describe('the guardian of a patient', () => {
  test('is recorded by staff, with how it is known, and found by their number', async () => {
    const { call, record, patients } = await desk();
    expect(await call('recordGuardian', maria)).toMatchObject({ guardian: { name: 'Maria Ash' } });
    expect((await record()).guardian).toEqual({
      ...maria,
      patientId: 'a',
      phone: '+15125550142',
      represents: true,
      by: 'marlow',
      at: fridayMorning,
    });
    expect(await patients.byAddress(['+15125550142'])).toEqual([{ id: 'a', relation: 'mother' }]);
    // What is noted of support persons takes the guardian's link from nobody.
    await call('noteCare', { nervous: false, supportPersons: [] });
    expect(await patients.byAddress(['+15125550142'])).toEqual([{ id: 'a', relation: 'mother' }]);
    await call('removeGuardian', { reason: 'custody changed' });
    expect((await record()).guardian).toBeUndefined();
    expect(await patients.byAddress(['+15125550142'])).toEqual([]);
  });

  test('is refused with an address that reaches nobody; who is not a parent acts only where staff say so', async () => {
    const { call, record } = await desk();
    await expect(call('recordGuardian', { ...maria, phone: '12' })).rejects.toThrow('correct the phone');
    await call('recordGuardian', { ...maria, relationship: 'grandparent' });
    expect((await record()).guardian?.represents).toBe(false);
    await call('recordGuardian', { ...maria, relationship: 'grandparent', represents: true });
    expect((await record()).guardian?.represents).toBe(true);
  });

  test('agrees for their own number', async () => {
    const { call, record } = await desk();
    await call('recordGuardian', maria);
    await call('recordConsent', {
      on: '2026-11-02',
      method: 'verbal',
      witness: 'Ana Sato',
      givenBy: 'guardian',
      wording: { text: 'You may text me about her visits.', language: 'en' },
      channel: 'text',
      purpose: 'care',
      action: 'grant',
    });
    expect((await record()).consents).toMatchObject([{ address: '+15125550142', actor: 'guardian' }]);
  });
});

test('that somebody may be under 18 is noted and cleared with a reason only', async () => {
  const { call, record } = await desk('US', { phone: '+15125550101' });
  await expect(call('noteMinor', { minor: false, reason: 'an adult' })).rejects.toThrow('Nothing says');
  await expect(call('noteMinor', { minor: true, reason: '' })).rejects.toThrow();
  await call('noteMinor', { minor: true, reason: 'sounded like a child on the phone' });
  expect((await record()).minorMark).toMatchObject({ by: 'marlow' });
  await call('noteMinor', { minor: false, reason: 'showed a licence: born 1999' });
  expect((await record()).minorMark?.cleared).toMatchObject({ by: 'marlow' });
});

const visit = (type: string | undefined, more: object = {}) => ({
  id: 'v1',
  on: '2026-12-01',
  status: 'booked',
  ...(type ? { type } : {}),
  ...more,
});

describe('toxin and filler for somebody under 18 in England', () => {
  test.each(['filler-lips', 'Botox', undefined])('are not booked: %s', async (type) => {
    const { call, record } = await desk('GB');
    await expect(call('bookAppointment', visit(type))).rejects.toThrow('under 18');
    expect((await record()).appointments).toEqual([]);
  });

  test('are booked under a physician’s direction for that treatment, and from the birthday on', async () => {
    const { call, record } = await desk('GB');
    await call('recordDirection', { treatment: 'Botox', reason: 'hyperhidrosis' });
    await expect(call('bookAppointment', visit('filler-lips'))).rejects.toThrow('under 18');
    await call('bookAppointment', visit('botulinum-toxin'));
    await call('bookAppointment', visit('filler-lips', { id: 'v2', on: '2028-05-05' }));
    expect((await record()).appointments).toHaveLength(2);
  });

  test('what is done, cancelled, another treatment, a grown-up’s or elsewhere is kept', async () => {
    const { call, record } = await desk('GB');
    await call('bookAppointment', visit('filler-lips', { status: 'cancelled' }));
    await call('bookAppointment', visit('facial', { id: 'v2' }));
    expect((await record()).appointments).toHaveLength(2);
    const grown = await desk('GB', { birthDate: '1990-01-01' });
    await grown.call('bookAppointment', visit('filler-lips'));
    const abroad = await desk('US');
    await abroad.call('bookAppointment', visit('filler-lips'));
    expect([(await grown.record()).appointments, (await abroad.record()).appointments]).toMatchObject([
      [{ id: 'v1' }],
      [{ id: 'v1' }],
    ]);
  });

  test('are known by the catalogue, or where it does not say by their names', () => {
    const { treatments: types } = lakeside.treatments;
    const injections = types.filter(isCosmeticInjection).map(({ id }) => id);
    expect(injections).toHaveLength(11);
    const unsaid = types.map(({ cosmeticInjection, ...type }) => (cosmeticInjection ? type : type));
    expect(unsaid.filter(isCosmeticInjection).map(({ id }) => id)).toEqual(injections);
  });

  test('hold for whoever only wrote like a minor', () => {
    const { identity, treatments } = lakeside;
    const asked = { practice: { ...identity, country: 'GB' }, types: treatments.treatments };
    const patient = person('a');
    const minorMark = { patientId: 'a', at: fridayMorning, by: 'heard' };
    const wanted = { on: '2026-12-01', treatments: ['filler-lips'] };
    expect(whyNotBooked({ patient, minorMark }, wanted, asked)).toContain('under 18');
    expect(whyNotBooked({ patient }, wanted, asked)).toBeUndefined();
  });
});

describe('acknowledgements', () => {
  const said = (name: string, text: string, country: string) =>
    minorAcknowledgementProblems({
      identity: { ...lakeside.identity, country },
      'care-templates': { [name]: { en: { text }, es: { text: 'Gracias.' } } },
    }).map(({ path }) => path);

  test('offer no visit to who may be under 18, and in the United Kingdom to nobody', () => {
    const offer = 'We can book you: {{ booking }}';
    expect(said('acknowledgement-minor', offer, 'US')).toEqual([['acknowledgement-minor', 'en']]);
    expect(said('acknowledgement-text', offer, 'US')).toEqual([]);
    expect(said('acknowledgement-text', offer, 'GB')).toEqual([['acknowledgement-text', 'en']]);
    expect(said('acknowledgement', 'A person will answer you.', 'GB')).toEqual([]);
  });

  test('of the shipped practice are none of these', () => {
    const identity = { ...lakeside.identity, country: 'GB' };
    expect(minorAcknowledgementProblems({ ...lakeside, identity })).toEqual([]);
  });
});
