import { describe, expect, test } from '@jest/globals';
import { importDesk } from '../../support/import-desk.ts';

const base = 'https://ehr.example.com/fhir';
const rowan = {
  resourceType: 'Patient',
  id: 'p1',
  identifier: [{ system: 'urn:charts', type: { coding: [{ code: 'MR' }] }, value: 'chart-7' }],
  name: [{ family: 'Ash', given: ['Rowan'] }],
  birthDate: '1980-02-03',
};
const done = (reference: string, day = '2026-10-01') => ({
  resourceType: 'Procedure',
  status: 'completed',
  code: { text: 'Botox' },
  subject: { reference },
  performedDateTime: day,
});
const at = (url: string, resource: object) => ({ fullUrl: `${base}/${url}`, resource });

type Desk = ReturnType<typeof importDesk>;
const treated = async ({ patients }: Desk, id = 'chart-7') =>
  (await patients.record(id))?.treatments.map(({ on }) => on).toSorted();

describe('a patient who is known by a record number', () => {
  test.each([
    'Patient/p1',
    `${base}/Patient/p1`,
    'https://ehr.example.com/fhir/Patient/p1/_history/3',
    'urn:uuid:p1',
    'Patient?identifier=urn:charts|chart-7',
    'Patient?identifier=urn%3Acharts%7Cchart-7',
  ])('is found by a later bundle as %s', async (reference) => {
    const desk = importDesk();
    await desk.sendBundle({ entry: [at('Patient/p1', rowan)] });
    expect(await desk.bundle(done(reference))).toMatchObject({ changed: 1, errors: [] });
    expect(await treated(desk)).toEqual(['2026-10-01']);
    expect(await desk.everybody()).toHaveLength(1);
  });

  test('is found without a base where the first bundle had none', async () => {
    const desk = importDesk();
    await desk.bundle(rowan);
    expect(await desk.sendBundle({ entry: [at('Procedure/x', done('Patient/p1'))] })).toMatchObject({
      errors: [],
    });
    expect(await treated(desk)).toEqual(['2026-10-01']);
  });

  test('is found by the number in the place of an id, in the same bundle and in a later one', async () => {
    const desk = importDesk();
    expect(await desk.bundle(rowan, done('Patient/chart-7'))).toMatchObject({ errors: [] });
    expect(await desk.bundle(done('Patient/chart-7', '2026-10-02'))).toMatchObject({ errors: [] });
    expect(await treated(desk)).toEqual(['2026-10-01', '2026-10-02']);
  });

  test('is nobody who has the same number in another system, now or later', async () => {
    const desk = importDesk();
    const other = { ...done(''), subject: { identifier: { system: 'urn:insurer', value: 'chart-7' } } };
    const told = [{ reason: 'its patient is not in the bundle and not known here' }];
    expect((await desk.bundle(rowan, other)).errors).toMatchObject(told);
    expect((await desk.bundle(rowan, other)).errors).toMatchObject(told);
    expect(await treated(desk)).toEqual([]);
  });

  test('is found whether a URL begins with http or https', async () => {
    const desk = importDesk();
    await desk.sendBundle({ entry: [at('Patient/p1', rowan)] });
    const resource = done('http://ehr.example.com/fhir/Patient/p1');
    expect(await desk.bundle(resource)).toMatchObject({ changed: 1, errors: [] });
  });

  test('is nobody whom another server calls the same', async () => {
    const desk = importDesk();
    await desk.sendBundle({ entry: [at('Patient/p1', rowan)] });
    const elsewhere = { fullUrl: 'https://other.example.com/Procedure/x', resource: done('Patient/p1') };
    expect(await desk.sendBundle({ entry: [elsewhere] })).toMatchObject({
      errors: [{ entry: 0, reason: 'its patient is not in the bundle and not known here' }],
    });
  });

  test('is not guessed where two go by the same id', async () => {
    const desk = importDesk();
    await desk.sendBundle({ entry: [at('Patient/p1', rowan)] });
    const ada = { ...rowan, identifier: [{ ...rowan.identifier[0], value: 'chart-8' }] };
    await desk.sendBundle({ entry: [{ fullUrl: 'https://other.example.com/Patient/p1', resource: ada }] });
    expect(await desk.bundle(done('Patient/p1'))).toMatchObject({
      changed: 0,
      errors: [{ reason: expect.stringContaining('several patients here') }],
    });
    expect(await desk.bundle(done(`${base}/Patient/p1`))).toMatchObject({ changed: 1, errors: [] });
    expect(await treated(desk)).toEqual(['2026-10-01']);
  });

  test('is nobody with another number, where no server is named', async () => {
    const desk = importDesk();
    await desk.bundle(rowan);
    await desk.bundle({ ...rowan, identifier: [{ ...rowan.identifier[0], value: 'chart-8' }] });
    expect(await desk.everybody()).toHaveLength(2);
    await desk.bundle({ ...rowan, id: 'p3', identifier: undefined });
    await desk.bundle({ ...rowan, id: 'p3', identifier: [{ ...rowan.identifier[0], value: 'chart-9' }] });
    expect(await desk.everybody()).toHaveLength(3);
  });

  test('stays one when their own resource comes without the number, or with another', async () => {
    const desk = importDesk();
    await desk.sendBundle({ entry: [at('Patient/p1', rowan)] });
    const { identifier, ...bare } = rowan;
    const moved = { ...rowan, identifier: [{ ...identifier[0], value: 'chart-9' }] };
    for (const resource of [bare, moved])
      await desk.sendBundle({ entry: [at('Patient/p1', { ...resource, gender: 'other', active: false })] });
    const [only, ...others] = await desk.everybody();
    expect(others).toEqual([]);
    expect(only?.patient).toMatchObject({ id: 'chart-7', externalId: 'chart-7', inactive: true });
    const logical = { ...done(''), subject: { identifier: { system: 'urn:charts', value: 'chart-9' } } };
    expect(await desk.bundle(logical)).toMatchObject({ changed: 1, errors: [] });
    expect(await treated(desk)).toEqual(['2026-10-01']);
  });

  test('is found by what the other was called once two records were merged', async () => {
    const desk = importDesk();
    const ada = { ...rowan, id: 'p2', identifier: [{ ...rowan.identifier[0], value: 'chart-8' }] };
    await desk.bundle(rowan, ada);
    await desk.merge('chart-7', 'chart-8');
    expect(await desk.bundle(done('Patient/p1'), done('Patient/p2', '2026-10-02'))).toMatchObject({
      changed: 2,
      errors: [],
    });
    expect(await treated(desk)).toEqual(['2026-10-01', '2026-10-02']);
    expect([...(desk.links.get('Patient/p2')?.keys() ?? [])]).toEqual(['chart-7']);
  });
});

test('cut off after any write, an import is finished by the same one, and every name leads there', async () => {
  const visit = {
    resourceType: 'Appointment',
    id: 'a1',
    status: 'booked',
    start: '2026-12-01T16:00:00Z',
    participant: [{ actor: { reference: 'Patient/p1' } }],
  };
  const whole = importDesk();
  await whole.bundle(rowan, visit);
  const expected = await whole.patients.record('chart-7');
  for (let cut = 0; cut < whole.state.writes; cut += 1) {
    const desk = importDesk();
    desk.state.cutOffAfter = cut;
    await expect(desk.bundle(rowan, visit)).rejects.toThrow('cut off');
    desk.state.cutOffAfter = Number.POSITIVE_INFINITY;
    await desk.bundle(rowan, visit);
    expect([...desk.links.keys()].toSorted()).toEqual([...whole.links.keys()].toSorted());
    const { patient, appointments } = (await desk.patients.record('chart-7')) ?? {};
    expect({ patient, appointments }).toEqual({
      patient: expected?.patient,
      appointments: expected?.appointments,
    });
  }
});

describe('a patient whom nothing but name and birth date tells from others', () => {
  const { id, identifier, ...bare } = rowan;
  void [id, identifier];

  test('is one patient, whatever the URL of the entry', async () => {
    const desk = importDesk();
    await desk.sendBundle({ entry: [{ fullUrl: 'urn:uuid:1', resource: bare }] });
    await desk.sendBundle({ entry: [{ fullUrl: 'urn:uuid:2', resource: bare }] });
    expect(await desk.everybody()).toHaveLength(1);
  });

  test('is told of without a birth date, as every import would bring them anew', async () => {
    const { birthDate, ...nameless } = bare;
    void birthDate;
    expect(
      await importDesk().sendBundle({ entry: [{ fullUrl: 'urn:uuid:1', resource: nameless }] }),
    ).toMatchObject({
      errors: [{ entry: 0, reason: 'the patient has neither a record number nor an id' }],
    });
  });

  test('is found where they are contained, and else told of', async () => {
    const inside = { ...done('#who'), contained: [{ ...bare, id: 'who' }] };
    const desk = importDesk();
    expect(await desk.bundle(inside)).toMatchObject({
      errors: [{ reason: 'its patient is not in the bundle and not known here' }],
    });
    await desk.bundle(rowan);
    expect(await desk.bundle(inside)).toMatchObject({ changed: 1, errors: [] });
    expect(await treated(desk)).toEqual(['2026-10-01']);
    expect(await desk.bundle(inside)).toMatchObject({ changed: 0, unchanged: 1 });
  });
});

test('a contained patient with a record number comes in with what is said of them', async () => {
  const desk = importDesk();
  await desk.bundle({ ...done('#who'), contained: [{ ...rowan, id: 'who' }] });
  expect((await desk.patients.record('chart-7'))?.patient).toMatchObject({ firstName: 'Rowan' });
  expect(await treated(desk)).toEqual(['2026-10-01']);
});

describe('an appointment', () => {
  const visit = (...actors: object[]) => ({
    resourceType: 'Appointment',
    status: 'booked',
    start: '2026-12-01T16:00:00Z',
    participant: actors.map((actor) => ({ actor, status: 'accepted' })),
  });

  test('is the patient’s, whoever else stands first', async () => {
    const desk = importDesk();
    const entry = [
      { fullUrl: 'urn:uuid:d', resource: { resourceType: 'Practitioner' } },
      { fullUrl: 'urn:uuid:p', resource: rowan },
      {
        resource: visit(
          { reference: 'urn:uuid:d' },
          { reference: 'urn:uuid:x' },
          { reference: 'urn:uuid:p' },
        ),
      },
    ];
    expect(await desk.sendBundle({ type: 'transaction', entry })).toMatchObject({ errors: [] });
    expect((await desk.patients.record('chart-7'))?.appointments).toMatchObject([
      { id: 'at~2026-12-01T16:00:00.000Z', status: 'booked' },
    ]);
  });

  test('of nobody is passed over, and of somebody who cannot be found told of, once', async () => {
    const desk = importDesk();
    const blocked = visit({ reference: 'Practitioner/d' }, { reference: 'Location/l' });
    expect(await desk.bundle(blocked)).toMatchObject({ ignored: 1, errors: [] });
    const lost = visit({ reference: 'urn:uuid:a' }, { reference: 'urn:uuid:b' });
    expect((await desk.bundle(lost)).errors).toEqual([
      { entry: 0, reason: 'its patient is not in the bundle and not known here' },
    ]);
  });

  test('is not somebody’s whose chart has the number of a practitioner', async () => {
    const desk = importDesk();
    await desk.csv('patient_id,first_name', '77,Ada');
    const resource = visit({ identifier: { value: '77' } }, { reference: 'Patient/p1' });
    expect(await desk.bundle(rowan, resource)).toMatchObject({ errors: [] });
    expect((await desk.patients.record('77'))?.appointments).toEqual([]);
  });
});

describe('a record that another one replaced', () => {
  const old = {
    ...rowan,
    id: 'p0',
    identifier: [{ ...rowan.identifier[0], value: 'chart-0' }],
    name: [{ family: 'Elm' }],
    active: false,
    link: [{ other: { reference: 'Patient/p1' }, type: 'replaced-by' }],
  };

  test.each([[[old, rowan]], [[rowan, old]]])('is one with that, in any order: %#', async (people) => {
    const desk = importDesk();
    const report = await desk.bundle(...people, done('Patient/p0'));
    expect(report).toMatchObject({ errors: [], warnings: [{ reason: expect.stringContaining('replaced') }] });
    const [only, ...others] = await desk.everybody();
    expect(others).toEqual([]);
    expect(only?.patient).toMatchObject({ id: 'chart-7', lastName: 'Ash' });
    expect(only?.patient).not.toHaveProperty('inactive');
    expect(await treated(desk)).toEqual(['2026-10-01']);
    expect(await desk.bundle(...people, done('Patient/p0'))).toMatchObject({ changed: 0 });
    expect(await desk.bundle(done('Patient/p0', '2026-10-02'))).toMatchObject({ changed: 1, errors: [] });
  });

  test('and is known here too is for the staff to merge', async () => {
    const desk = importDesk();
    const { link, active, ...before } = old;
    void [link, active];
    await desk.bundle(before);
    const { warnings } = await desk.bundle(rowan, old);
    expect(warnings).toEqual([{ entry: 1, reason: expect.stringContaining('merge them') }]);
    expect((await desk.patients.record('chart-0'))?.patient).toMatchObject({ inactive: true });
    expect(await desk.everybody()).toHaveLength(2);
  });

  test('by one that replaces it in turn says nothing', async () => {
    const desk = importDesk();
    const circle = { ...rowan, link: [{ other: { reference: 'Patient/p0' }, type: 'replaced-by' }] };
    expect(await desk.bundle(circle, old)).toMatchObject({ errors: [] });
    expect((await desk.everybody()).length).toBeGreaterThan(0);
  });
});

describe('a deletion', () => {
  const visit = {
    resourceType: 'Appointment',
    id: 'a1',
    meta: { lastUpdated: '2026-11-19T10:00:00Z' },
    status: 'booked',
    start: '2026-12-01T16:00:00Z',
    participant: [{ actor: { reference: 'Patient/p1' }, status: 'accepted' }],
  };
  const gone = (url: string) => ({ type: 'transaction', entry: [{ request: { method: 'DELETE', url } }] });
  const told = [{ entry: 0, reason: expect.stringContaining('send an appointment as cancelled') }];

  test.each(['Appointment/a1', `${base}/Appointment/a1`])(
    'cancels the visit that it names: %s',
    async (url) => {
      const desk = importDesk();
      await desk.bundle(rowan, visit);
      expect(await desk.sendBundle(gone(url))).toMatchObject({ changed: 1, errors: [] });
      expect((await desk.patients.record('chart-7'))?.appointments).toMatchObject([{ status: 'cancelled' }]);
      expect(await desk.sendBundle(gone(url), '2026-11-23T16:05:00.000Z')).toMatchObject({
        changed: 0,
        errors: [],
      });
      expect(await desk.bundle(rowan, visit)).toMatchObject({ changed: 0 });
    },
  );

  test('is nothing to a patient whom only another server knows', async () => {
    const desk = importDesk();
    await desk.sendBundle({ entry: [at('Patient/p1', rowan), at('Appointment/a1', visit)] });
    const other = 'https://other.example.com/fhir/Appointment/a1';
    expect((await desk.sendBundle(gone(other))).errors).toEqual(told);
    expect(await desk.sendBundle(gone(`${base}/Appointment/a1`))).toMatchObject({ changed: 1, errors: [] });
  });

  test('takes back a treatment that is known from it alone', async () => {
    const desk = importDesk();
    await desk.bundle(rowan, { ...done('Patient/p1'), id: 'x1' });
    expect(await treated(desk)).toHaveLength(1);
    expect(await desk.sendBundle(gone('Procedure/x1'))).toMatchObject({ changed: 1, errors: [] });
    expect(await treated(desk)).toEqual([]);
    expect(await desk.sendBundle(gone('Procedure/x1'))).toMatchObject({ changed: 0, errors: [] });
  });

  test('finds what was told of a record that was merged', async () => {
    const desk = importDesk();
    const ada = { ...rowan, id: 'p2', identifier: [{ ...rowan.identifier[0], value: 'chart-8' }] };
    await desk.bundle(rowan, ada, visit);
    await desk.merge('chart-8', 'chart-7');
    expect(await desk.sendBundle(gone('Appointment/a1'))).toMatchObject({ changed: 1, errors: [] });
    expect((await desk.patients.record('chart-8'))?.appointments).toMatchObject([{ status: 'cancelled' }]);
  });

  test('of what nobody knows, of anything else and of a patient is told of', async () => {
    const desk = importDesk();
    expect((await desk.sendBundle(gone('Appointment/a1'))).errors).toEqual(told);
    expect((await desk.sendBundle(gone('Consent/c1'))).errors).toEqual(told);
    expect((await desk.sendBundle(gone('Appointment?identifier=a1'))).errors).toEqual(told);
    expect((await desk.sendBundle(gone('Patient/p1'))).errors).toMatchObject([
      { reason: expect.stringContaining('ask for the erasure') },
    ]);
    expect(await desk.sendBundle(gone('Observation/o1'))).toMatchObject({ ignored: 1, errors: [] });
  });
});
