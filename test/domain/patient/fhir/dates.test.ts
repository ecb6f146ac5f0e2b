import { describe, expect, test } from '@jest/globals';
import { type FhirContext, readBundle } from '../../../../domain/patient/fhir/read-bundle.ts';
import { Bundle } from '../../../../domain/patient/fhir/resources.ts';
import { hotOn } from '../../../../domain/recall/aftercare.ts';
import { importDesk } from '../../../support/import-desk.ts';
import { fridayMorning, lakeside } from '../../../support/lakeside.ts';

const context: FhirContext = {
  practice: lakeside.identity,
  types: lakeside.treatments.treatments,
  patientId: (id) => id,
  now: fridayMorning,
};
const rowan = { resourceType: 'Patient', id: 'p1', birthDate: '1980-02-03' };
const subject = { reference: 'Patient/p1' };
const done = { resourceType: 'Procedure', id: 'x1', status: 'completed', code: { text: 'Botox' }, subject };
const planned = {
  resourceType: 'ServiceRequest',
  status: 'active',
  intent: 'plan',
  code: { text: 'Botox' },
  subject,
};

const read = (resource: object, bundle: object = {}) => {
  const entry = [{ resource: rowan }, { resource }];
  const [, told] = readBundle(Bundle.parse({ resourceType: 'Bundle', ...bundle, entry }), context);
  return told && 'row' in told ? told.row : told;
};
const treatedOn = (said: object, bundle?: object) => {
  const row = read({ ...done, ...said }, bundle);
  return row && 'patient' in row ? row.treatments?.map(({ on }) => on).join() : row;
};

describe('when a procedure was done', () => {
  test.each<readonly [string, object, string]>([
    ['a day', { performedDateTime: '2026-08-20' }, '2026-08-20'],
    ['an instant, on the day of the location', { performedDateTime: '2026-08-21T03:30:00Z' }, '2026-08-20'],
    ['the end of a period', { performedPeriod: { start: '2026-08-19', end: '2026-08-20' } }, '2026-08-20'],
    ['the start of one that has no end', { performedPeriod: { start: '2026-08-19' } }, '2026-08-19'],
    ['a month', { performedDateTime: '2026-08' }, '2026-08-31'],
    ['a year', { performedDateTime: '2025' }, '2025-12-31'],
    ['this month', { performedDateTime: '2026-11' }, '2026-11-20'],
    [
      'this month, as written down',
      { performedDateTime: '2026-11', meta: { lastUpdated: '2026-11-12T16:00:00Z' } },
      '2026-11-12',
    ],
    [
      'a month long before it was written down',
      { performedDateTime: '2026-08', meta: { lastUpdated: '2026-11-12T16:00:00Z' } },
      '2026-08-31',
    ],
    ['words that are a date', { performedString: 'August 20, 2026' }, '2026-08-20'],
    ['words that are a month', { performedString: '2026-08' }, '2026-08-31'],
    ['an age', { performedAge: { value: 45, code: 'a', system: 'http://unitsofmeasure.org' } }, '2026-02-02'],
    [
      'a range of ages',
      { performedRange: { low: { value: 44, code: 'a' }, high: { value: 45, code: 'a' } } },
      '2026-02-02',
    ],
    ['months of age', { performedAge: { value: 12, unit: 'months' } }, '1981-03-02'],
    ['nothing but when it was written', { meta: { lastUpdated: '2026-11-12T16:00:00Z' } }, '2026-11-12'],
  ])('%s', (_said, performed, on) => {
    expect(treatedOn(performed)).toBe(on);
  });

  test('nothing but when the bundle was made', () => {
    expect(treatedOn({}, { timestamp: '2026-11-13T16:00:00Z' })).toBe('2026-11-13');
    expect(treatedOn({}, { timestamp: '2030-01-01T16:00:00Z' })).toBe('2026-11-20');
  });

  test.each<readonly [object, RegExp]>([
    [{}, /has no date/],
    [{ performedString: 'last spring' }, /in words/],
    [{ performedAge: { value: 45, unit: 'moons' } }, /an age that cannot be read/],
    [{ performedAge: { value: 90, code: 'a' } }, /lies in the future/],
    [{ performedDateTime: '2026-12' }, /lies in the future/],
    [{ performedDateTime: '2026-13' }, /is no date/],
  ])('is told of where it cannot be read: %#', (performed, reason) => {
    expect(treatedOn({ id: undefined, ...performed })).toMatchObject({
      reason: expect.stringMatching(reason),
    });
  });

  test('a day that is not known is told of, asks nobody how they are, and stays as it was taken first', async () => {
    const desk = importDesk();
    const entry = [rowan, { ...done, id: undefined, performedDateTime: '2026-11' }].map((resource) => ({
      resource,
    }));
    expect((await desk.sendBundle({ entry })).warnings).toMatchObject([
      { entry: 1, reason: expect.stringContaining('has no day') },
    ]);
    const treated = async () => (await desk.patients.record('p1'))?.treatments;
    expect(await treated()).toMatchObject([{ on: '2026-11-20', within: { first: '2026-11-01' } }]);
    expect(await desk.sendBundle({ entry }, '2026-11-23T16:05:00.000Z')).toMatchObject({ changed: 0 });
    expect(hotOn('2026-11-20', (await treated()) ?? [], context.types)).toEqual([]);
    const exact = { ...done, performedDateTime: '2026-11-20' };
    await desk.bundle(exact);
    expect((await treated())?.[0]).not.toHaveProperty('within');
    expect(hotOn('2026-11-20', (await treated()) ?? [], context.types)).toHaveLength(1);
  });

  test('two procedures of one treatment and day take no turns', async () => {
    const desk = importDesk();
    const by = (id: string, display: string) => ({
      ...done,
      id,
      performedDateTime: '2026-08-20',
      performer: [{ actor: { display } }],
    });
    await desk.bundle(rowan, by('x1', 'Okoye'), by('x2', 'Sato'));
    expect(await desk.bundle(rowan, by('x2', 'Sato'), by('x1', 'Okoye'))).toMatchObject({ changed: 0 });
  });
});

describe('a request', () => {
  const settingOf = (said: object, bundle?: object) => {
    const row = read({ ...planned, occurrenceDateTime: '2027-01-15', ...said }, bundle);
    return row && 'patient' in row
      ? { ...row.settings?.[0], undated: row.undated, warnings: row.warnings }
      : row;
  };

  test('counts since it was written, last changed, or told of', () => {
    const meta = { lastUpdated: '2026-10-01T00:00:00Z' };
    const timestamp = { timestamp: '2026-11-13T16:00:00Z' };
    expect(settingOf({ authoredOn: '2026-08-20', meta })).toMatchObject({ at: '2026-08-20T00:00:00.000Z' });
    expect(settingOf({ authoredOn: '2026-08' })).toMatchObject({ at: '2026-08-01T00:00:00.000Z' });
    expect(settingOf({ meta }, timestamp)).toMatchObject({ at: '2026-10-01T00:00:00.000Z' });
    expect(settingOf({}, timestamp)).toMatchObject({ at: '2026-11-13T16:00:00.000Z' });
    expect(settingOf({})).toMatchObject({
      undated: true,
      warnings: [expect.stringContaining('undoes nothing')],
    });
  });

  test.each<readonly [object, string]>([
    [{ occurrenceDateTime: '2027-02' }, '2027-02-01'],
    [{ occurrenceDateTime: undefined, occurrencePeriod: { start: '2027-03-01' } }, '2027-03-01'],
    [
      { occurrenceDateTime: undefined, occurrenceTiming: { event: ['2027-05-01', '2027-04-01'] } },
      '2027-04-01',
    ],
  ])('is for the first day that it may mean: %#', (said, dueOn) => {
    expect(settingOf(said)).toMatchObject({ dueOn });
  });

  test('without any date changes nothing that a person decided, and nothing twice', async () => {
    const desk = importDesk();
    const wish = { ...planned, occurrenceDateTime: '2027-01-15' };
    const later = '2026-11-23T16:05:00.000Z';
    const bundle = (resource: object) => ({ entry: [{ resource: rowan }, { resource }] });
    await desk.sendBundle(bundle(wish));
    const [setting] = (await desk.patients.record('p1'))?.settings ?? [];
    expect(setting).toMatchObject({ dueOn: '2027-01-15' });
    expect(await desk.sendBundle(bundle(wish), later)).toMatchObject({ changed: 0 });
    const other = { ...wish, occurrenceDateTime: '2027-02-15' };
    expect(await desk.sendBundle(bundle(other), later)).toMatchObject({ changed: 1 });
    if (!setting) throw new Error('nothing was planned');
    await desk.patients.saveSetting({ ...setting, dueOn: '2027-03-01', by: 'sato', at: fridayMorning });
    expect(await desk.sendBundle(bundle(wish), later)).toMatchObject({ changed: 0 });
    expect(await desk.sendBundle(bundle({ ...wish, status: 'revoked' }), later)).toMatchObject({
      changed: 0,
    });
  });
});

test('a bundle in a bundle is read where it stands, and told of as one entry', () => {
  const inner = (...resources: object[]) => ({
    resource: {
      resourceType: 'Bundle',
      type: 'searchset',
      entry: resources.map((resource) => ({ resource })),
    },
  });
  const entry = [inner({ ...done, performedDateTime: '2026-08-20' }, { ...done, id: 'x2' }), inner(rowan)];
  expect(
    readBundle(Bundle.parse({ resourceType: 'Bundle', type: 'batch-response', entry }), context),
  ).toMatchObject([
    { entry: 0, patientGiven: true, row: { treatments: [{ on: '2026-08-20' }] } },
    { entry: 0, reason: 'the procedure has no date' },
    { entry: 1, row: { patient: { id: 'p1' } } },
  ]);
});
