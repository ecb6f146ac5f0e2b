import { describe, expect, test } from '@jest/globals';
import { readBundle } from '../../../domain/patient/fhir/read-bundle.ts';
import type { Bundle } from '../../../domain/patient/fhir/resources.ts';
import { writeBundle } from '../../../domain/patient/fhir/write-bundle.ts';
import {
  addressed,
  type Guardian,
  isMinorOn,
  mergedGuardian,
  mergedMark,
  ofAgeOn,
} from '../../../domain/patient/guardian.ts';
import { columnsIn } from '../../../domain/patient/import-columns.ts';
import { importRow } from '../../../domain/patient/import-row.ts';
import { keepGuardian, relationshipNamed } from '../../../domain/patient/keep-guardian.ts';
import { keepRows } from '../../../domain/patient/keep-patient.ts';
import { granted, knownPeople, person } from '../../support/known-people.ts';
import { fridayMorning, lakeside } from '../../support/lakeside.ts';
import { emptyRecord } from '../../support/recall-record.ts';

const guardian: Guardian = {
  patientId: 'a',
  name: 'Maria Ash',
  relationship: 'mother',
  phone: '+15125550142',
  represents: true,
  evidence: 'intake form',
  by: 'sato',
  at: '2026-11-01T12:00:00.000Z',
};
const child = person('a', { phone: '+15125550101', birthDate: '2012-05-05' });

describe('who is under 18', () => {
  test.each([
    ['2008-11-21', '2026-11-20', true],
    ['2008-11-20', '2026-11-20', false],
    ['2008-02-29', '2026-02-28', true],
    ['2008-02-29', '2026-03-01', false],
  ])('born %s, on %s: %s', (birthDate, day, minor) => {
    expect(isMinorOn({ patient: { ...child, birthDate } }, day)).toBe(minor);
    expect(day >= ofAgeOn(birthDate)).toBe(!minor);
  });

  test('a mark counts while no birth date is known and nobody cleared it', () => {
    const { birthDate, ...unknown } = child;
    void birthDate;
    const minorMark = { patientId: 'a', at: fridayMorning, by: 'heard' };
    expect(isMinorOn({ patient: unknown, minorMark }, '2026-11-20')).toBe(true);
    expect(isMinorOn({ patient: { ...child, birthDate: '1990-01-01' }, minorMark }, '2026-11-20')).toBe(
      false,
    );
    const cleared = { by: 'sato', at: fridayMorning, reason: 'an adult' };
    expect(isMinorOn({ patient: unknown, minorMark: { ...minorMark, cleared } }, '2026-11-20')).toBe(false);
  });
});

test('a guardian is written to by what they agreed to, not by what the child did', () => {
  const own = granted('a', 'text', '+15125550142', { id: 'g', purpose: 'care', actor: 'guardian' });
  const childs = granted('a', 'text', '+15125550101', { id: 'c', purpose: 'care' });
  const { address, ...no } = granted('a', 'text', '', { id: 'n', action: 'revoke', purpose: 'care' });
  void address;
  const record = { ...emptyRecord, patient: child, guardian, consents: [own, childs, no] };
  const written = addressed(record, '2026-11-20').record;
  expect(written.consents.map(({ id }) => id)).toEqual(['g', 'n']);
  expect(written.patient).toMatchObject({ phone: '+15125550142', firstName: 'Maria' });
  // From the 18th birthday on what was refused is all that holds of it, also by the number that both have.
  expect(addressed(record, '2030-05-05').record.consents.map(({ id }) => id)).toEqual(['c', 'n']);
  const later = { ...own, id: 'l', occurredAt: '2030-06-01T00:00:00.000Z' };
  const grown = { ...record, consents: [childs, later] };
  expect(addressed(grown, '2030-07-01').record).toBe(grown);
});

test('what a child agreed to by the number of the guardian lets nobody write to the guardian', () => {
  const shared = granted('a', 'text', '+15125550142', { id: 's', purpose: 'care' });
  const record = {
    ...emptyRecord,
    patient: { ...child, phone: '+15125550142' },
    guardian,
    consents: [shared],
  };
  expect(addressed(record, '2026-11-20').record.consents).toEqual([]);
});

test('of two records the more careful guardian and mark are kept', () => {
  expect(mergedGuardian(guardian, { ...guardian, represents: false }, 'a').represents).toBe(false);
  expect(mergedGuardian(guardian, { ...guardian, name: 'Jon Ash' }, 'a').disputedBy).toBe('Jon Ash');
  expect(mergedGuardian(guardian, { ...guardian, minorConsentsAlone: true }, 'a')).toMatchObject({
    minorConsentsAlone: true,
  });
  expect(mergedGuardian(guardian, guardian, 'a')).toEqual(guardian);
  const mark = { patientId: 'a', at: '2026-11-02T12:00:00.000Z', by: 'heard' };
  const cleared = { ...mark, cleared: { by: 'sato', at: fridayMorning, reason: 'an adult' } };
  const whose = { patientId: 'a', now: fridayMorning };
  expect(mergedMark(cleared, mark, whose)).toEqual({ ...mark, at: fridayMorning });
  expect(mergedMark(mark, cleared, whose)).toEqual(mark);
});

test.each([
  ['Mother', 'mother'],
  ['MTH', 'mother'],
  ['madre', 'mother'],
  ['Step-father', 'step-parent'],
  ['Grandmother', 'grandparent'],
  ['Legal guardian', 'guardian'],
  ['Parent', 'parent'],
  ['Responsible party', 'guarantor'],
  ['neighbour', 'other'],
  ['Self', undefined],
])('%s is %s', (said, meant) => {
  expect(relationshipNamed(said)).toBe(meant);
});

function rowOf(row: Record<string, string>) {
  const columns = columnsIn(Object.keys(row), lakeside.recall.import.systems, { country: 'US' });
  if (!columns) throw new Error('no columns');
  const { identity: practice, treatments } = lakeside;
  return importRow(row, {
    practice,
    types: treatments.treatments,
    products: [],
    columns,
    patientId: (id) => id,
    now: fridayMorning,
  });
}

describe('an import', () => {
  test('names a guardian by columns of their own, or by who pays', () => {
    const own = { 'Patient ID': 'a', 'Date of Birth': '05/05/2012', 'Parent/Guardian': 'Ash, Maria' };
    expect(
      rowOf({ ...own, 'Guardian Phone': '512-555-0142', 'Guardian Relationship': 'Mother' }),
    ).toMatchObject({ guardian: { name: 'Maria Ash', relationship: 'mother', phone: '+15125550142' } });
    expect(rowOf({ 'Patient ID': 'a', 'Patient Name': 'Ada Ash', Guarantor: 'Maria Ash' }).guardian).toEqual({
      name: 'Maria Ash',
      relationship: 'guarantor',
    });
    for (const nobody of ['Self', '10442', ''])
      expect(rowOf({ 'Patient ID': 'a', 'Patient Name': 'Ada Ash', Guarantor: nobody }).guardian).toBe(
        undefined,
      );
  });

  test('keeps a minor’s, no grown-up’s, and none in the place of what staff recorded; again it changes nothing', async () => {
    const { ports, patients, ...people } = knownPeople();
    await people.add(child);
    await people.add(person('b', { birthDate: '1980-01-01' }));
    const told = (id: string, name: string) => ({
      patient: { id, schema: 1 as const, externalId: id },
      guardian: { name, relationship: 'mother' as const, phone: '+15125550142' },
    });
    expect(await keepRows(ports, [told('a', 'Maria Ash')])).toMatchObject({ changed: 1 });
    expect(await keepRows(ports, [told('a', 'Maria Ash')])).toMatchObject({ changed: 0 });
    expect((await patients.record('a'))?.guardian).toMatchObject({ represents: true, by: 'import' });
    expect(await patients.byAddress(['+15125550142'])).toEqual([{ id: 'a', relation: 'mother' }]);
    await keepRows(ports, [told('b', 'Maria Ash')]);
    expect((await patients.record('b'))?.guardian).toBeUndefined();
    const record = await patients.record('a');
    await keepGuardian(ports, 'a', record ?? {}, { ...guardian, phone: '+15125550143' });
    expect(await patients.byAddress(['+15125550142'])).toEqual([]);
    await keepRows(ports, [told('a', 'Somebody Else')]);
    expect((await patients.record('a'))?.guardian?.phone).toBe('+15125550143');
  });

  test('names one of two parents, the same one each time', async () => {
    const { ports, patients, ...people } = knownPeople();
    await people.add(child);
    const told = (name: string, relationship: 'mother' | 'father' | 'guarantor', phone: string) => ({
      patient: { id: 'a', schema: 1 as const, externalId: 'a' },
      guardian: { name, relationship, phone },
    });
    const rows = [
      told('Pay Master', 'guarantor', '+15125550140'),
      told('Maria Ash', 'mother', '+15125550142'),
      told('Paul Ash', 'father', '+15125550143'),
    ];
    expect(await keepRows(ports, rows)).toMatchObject({ changed: 1 });
    for (const again of [rows, rows.toReversed(), rows])
      expect(await keepRows(ports, again)).toMatchObject({ changed: 0 });
    expect((await patients.record('a'))?.guardian?.name).toBe('Maria Ash');
    await keepRows(ports, rows.slice(2));
    expect((await patients.record('a'))?.guardian?.name).toBe('Paul Ash');
  });

  test('a merge brings the guardian and who is found by their address', async () => {
    const { ports, patients, ...people } = knownPeople();
    await people.add(child);
    await people.add(person('b', { phone: '+15125550109' }));
    await keepGuardian(ports, 'b', {}, { ...guardian, patientId: 'b' });
    await patients.saveMinorMark({ patientId: 'b', at: fridayMorning, by: 'heard' });
    await people.merge('a', 'b');
    const merged = await patients.record('a');
    expect(merged?.guardian).toEqual({ ...guardian, patientId: 'a' });
    expect(merged?.minorMark).toMatchObject({ by: 'heard' });
    expect(await patients.byAddress(['+15125550142'])).toEqual([{ id: 'a', relation: 'mother' }]);
  });
});

describe('FHIR', () => {
  const read = (...resources: object[]) =>
    readBundle({ resourceType: 'Bundle', entry: resources.map((resource) => ({ resource })) } as Bundle, {
      practice: lakeside.identity,
      types: lakeside.treatments.treatments,
      patientId: (id) => id,
      now: fridayMorning,
    });
  const patient = { resourceType: 'Patient', id: 'a', birthDate: '2012-05-05' };

  test('has the guardian as a RelatedPerson, which is read as it was written', () => {
    const { entry } = writeBundle(
      { ...emptyRecord, patient: child, guardian },
      { practice: lakeside.identity, types: [], now: fridayMorning },
    );
    const written = entry.map(({ resource }) => resource).find((one) => one.resourceType === 'RelatedPerson');
    const [, related] = read(patient, written ?? {});
    expect(related).toMatchObject({
      row: { guardian: { name: 'Maria Ash', relationship: 'mother', phone: '+15125550142' } },
      patientGiven: true,
    });
  });

  test('may name them among the contacts of the patient; an emergency contact is none, and an odd one refuses nobody', () => {
    const contact = (relationship: object, name = { given: ['Jon'], family: 'Ash' }) => ({
      relationship: [relationship],
      name,
      telecom: [{ system: 'email', value: 'Jon@Example.com' }],
    });
    const [found] = read({ ...patient, contact: ['odd', contact({ text: 'Father' })] });
    expect(found).toMatchObject({
      row: { guardian: { name: 'Jon Ash', relationship: 'father', email: 'jon@example.com' } },
    });
    const [none] = read({ ...patient, contact: [contact({ coding: [{ code: 'C' }] })] });
    expect(none).not.toHaveProperty('row.guardian');
  });
});
