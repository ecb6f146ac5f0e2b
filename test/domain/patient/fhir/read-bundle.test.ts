import { describe, expect, test } from '@jest/globals';
import { bundleParts } from '../../../../domain/patient/fhir/bundle-parts.ts';
import { type FhirContext, readBundle } from '../../../../domain/patient/fhir/read-bundle.ts';
import { Bundle } from '../../../../domain/patient/fhir/resources.ts';
import { fridayMorning, lakeside } from '../../../support/lakeside.ts';

const [toxin, ...others] = lakeside.treatments.treatments;
if (!toxin) throw new Error('Lakeside offers nothing');
const context: FhirContext = {
  practice: lakeside.identity,
  types: [{ ...toxin, codings: [{ system: 'urn:codes', code: '64615' }] }, ...others],
  patientId: (id) => `pat_${id}`,
  now: fridayMorning,
};

const rowan = {
  resourceType: 'Patient',
  id: 'p1',
  identifier: [{ type: { coding: [{ code: 'MR' }] }, value: 'chart-7' }],
  name: [
    { use: 'old', family: 'Elm' },
    { use: 'official', family: 'Ash', given: ['Rowan', 'Lee'] },
  ],
  telecom: [
    { system: 'email', value: 'Rowan@Example.com' },
    { system: 'phone', use: 'home', value: '512-555-0102' },
    { system: 'phone', use: 'mobile', value: '(512) 555-0101' },
  ],
  address: [{ line: ['1 Elm Street'], city: 'Austin', state: 'TX', postalCode: '78701', country: 'US' }],
  birthDate: '1980-02-03',
  communication: [{ language: { coding: [{ code: 'es' }] } }],
};
const subject = { reference: 'Patient/p1' };
const visit = {
  resourceType: 'Appointment',
  id: 'a1',
  meta: { lastUpdated: '2026-11-19T10:00:00Z' },
  status: 'booked',
  start: '2026-12-01T03:30:00Z',
  serviceType: [{ text: 'Botox' }],
  participant: [{ actor: { reference: 'Practitioner/d1' } }, { actor: subject }],
};
const done = {
  resourceType: 'Procedure',
  status: 'completed',
  code: { coding: [{ system: 'urn:codes', code: '64615' }] },
  subject,
  performedDateTime: '2026-08-20',
};
const planned = {
  resourceType: 'ServiceRequest',
  status: 'active',
  intent: 'plan',
  code: { text: 'botox' },
  subject,
  occurrenceDateTime: '2027-01-15',
  authoredOn: '2026-08-20',
};
const consent = {
  resourceType: 'Consent',
  status: 'active',
  scope: {},
  category: [],
  patient: subject,
  dateTime: '2026-01-02',
  sourceAttachment: { title: 'Send me offers by e-mail.' },
  provision: {
    type: 'permit',
    purpose: [{ system: 'urn:heard:consent-purpose', code: 'marketing' }],
    code: [{ coding: [{ system: 'urn:heard:consent-channel', code: 'email' }] }],
  },
};
const read = (...resources: object[]) =>
  readBundle(
    Bundle.parse({ resourceType: 'Bundle', entry: resources.map((resource) => ({ resource })) }),
    context,
  );
const only = (resource: object) => read(rowan, resource)[1];

describe('a FHIR bundle', () => {
  test('brings a patient by their record number, with what is current', () => {
    expect(read(rowan)).toEqual([
      {
        entry: 0,
        patientGiven: true,
        row: {
          patient: {
            id: 'pat_chart-7',
            schema: 1,
            externalId: 'chart-7',
            otherIds: ['Patient/p1', 'identifier:|chart-7'],
            firstName: 'Rowan Lee',
            lastName: 'Ash',
            birthDate: '1980-02-03',
            postal: { lines: ['1 Elm Street'], city: 'Austin', postalCode: '78701' },
            region: 'TX',
            country: 'US',
            language: 'es',
            email: 'rowan@example.com',
            phone: '+15125550101',
          },
        },
      },
    ]);
  });

  test('brings an appointment on the day of the location, with the version it has', () => {
    expect(only(visit)).toMatchObject({
      row: {
        patient: { id: 'pat_chart-7' },
        appointments: [
          {
            id: 'a1',
            on: '2026-11-30',
            at: '2026-12-01T03:30:00.000Z',
            status: 'booked',
            type: 'botulinum-toxin',
            updatedAt: '2026-11-19T10:00:00.000Z',
          },
        ],
      },
    });
    expect(only({ ...visit, status: 'entered-in-error' })).toMatchObject({
      row: { appointments: [{ status: 'cancelled' }] },
    });
    expect(only({ ...visit, status: 'proposed' })).toEqual({ entry: 1, ignored: true });
  });

  test('brings a completed procedure by its code, and none that was not done', () => {
    expect(only(done)).toMatchObject({ row: { treatments: [{ id: 'botulinum-toxin#2026-08-20' }] } });
    expect(only({ ...done, status: 'not-done' })).toEqual({ entry: 1, ignored: true });
  });

  test('brings what is planned as the day that is wished for', () => {
    expect(only(planned)).toMatchObject({
      row: {
        settings: [
          {
            id: 'due#botulinum-toxin',
            dueOn: '2027-01-15',
            by: 'import',
            at: '2026-08-20T00:00:00.000Z',
          },
        ],
      },
    });
  });

  test('finds a patient by the full URL of their entry', () => {
    const bundle = Bundle.parse({
      resourceType: 'Bundle',
      entry: [
        { resource: { ...done, subject: { reference: 'urn:uuid:1' } } },
        { fullUrl: 'urn:uuid:1', resource: rowan },
      ],
    });
    expect(readBundle(bundle, context)[0]).toMatchObject({
      patientGiven: true,
      row: { patient: { externalId: 'chart-7' } },
    });
  });

  test('takes a patient without what cannot be, and no treatment that is still to come', () => {
    const wrong = {
      ...rowan,
      birthDate: '2027-02-03',
      telecom: [{ system: 'email', value: 'rowan at home' }],
    };
    expect(read(wrong, { ...done, performedDateTime: '2026-11-21' })).toMatchObject([
      {
        row: {
          warnings: [
            'the e-mail address cannot be used and was left out: correct it',
            'the birth date lies in the future and was left out: correct it',
          ],
        },
      },
      { entry: 1, reason: 'the treatment lies in the future and was left out: correct its date' },
    ]);
  });

  test('passes over what is none of ours', () => {
    expect(only({ resourceType: 'Observation', id: 'o' })).toEqual({ entry: 1, ignored: true });
  });

  test.each([
    [{ ...visit, start: 'soon' }, 'Appointment: start is not as FHIR R4 has it'],
    [{ ...visit, start: undefined }, 'the appointment has no start'],
    [{ ...done, code: { text: 'Zephyrine' } }, 'the procedure is not in practice/treatments.yaml'],
    [{ ...done, performedDateTime: '2026-02-30' }, 'the procedure is no date; write it as 2026-11-20'],
    [{ ...done, performedDateTime: undefined }, 'the procedure has no date'],
    [{ ...done, subject: { reference: 'Group/1' } }, 'its patient is not in the bundle'],
    [{ ...planned, occurrenceDateTime: undefined }, 'the request does not say when (occurrenceDateTime)'],
  ])('refuses an entry with its reason, and without a word of it: %#', (resource, reason) => {
    expect(only(resource)).toEqual({ entry: 1, reason });
  });

  test('a patient of another bundle is named by their id, and to be looked up', () => {
    expect(read({ ...done, subject: { reference: 'Patient/77' } })).toMatchObject([
      { patientGiven: false, row: { patient: { id: 'pat_77', externalId: '77' } } },
    ]);
  });
});

describe('a consent in a bundle (R69)', () => {
  const events = (changes: object) => {
    const entry = only({ ...consent, ...changes });
    return entry && 'row' in entry ? entry.row.consents : entry;
  };

  test('is a yes with channel, purpose, date and words, for the address of the patient', () => {
    expect(events({})).toMatchObject([
      { channel: 'email', purpose: 'marketing', action: 'grant', address: 'rowan@example.com' },
    ]);
  });

  test.each([
    [{ dateTime: undefined }],
    [{ sourceAttachment: undefined }],
    [{ provision: { type: 'permit', purpose: consent.provision.purpose } }],
    [{ provision: { type: 'permit', code: consent.provision.code } }],
  ])('is none without any one of them: %#', (changes) => {
    expect(events(changes)).toEqual({
      entry: 1,
      reason: 'the consent does not say for which channel, for what, when and in which words',
    });
  });

  test('a no that says nothing more is one to everything', () => {
    expect(events({ provision: { type: 'deny' } })).toMatchObject([
      { channel: 'all', purpose: 'all', action: 'deny', occurredAt: '2026-01-02' },
    ]);
  });

  test('one that has ended is a no, since it ended', () => {
    expect(events({ status: 'inactive', meta: { lastUpdated: '2026-05-01T10:00:00+02:00' } })).toMatchObject([
      { channel: 'email', action: 'deny', occurredAt: '2026-05-01T08:00:00.000Z' },
    ]);
  });

  test('a draft is nothing', () => {
    expect(only({ ...consent, status: 'draft' })).toEqual({ entry: 1, ignored: true });
  });
});

describe('the brand of a consent in a bundle (R2)', () => {
  const texts = (changes: object, how = 'paper', channel = 'text') => {
    const code = [
      { coding: [{ system: 'urn:heard:consent-channel', code: channel }] },
      { coding: [{ system: 'urn:heard:consent-method', code: how }] },
    ];
    const entry = only({ ...consent, provision: { ...consent.provision, code }, ...changes });
    return entry && 'row' in entry ? entry.row.consents?.[0] : undefined;
  };
  const words = (text: string) => ({ sourceAttachment: { title: text } });

  test('is the practice where the words of a yes to texts name it, and an act of their own where it was one', () => {
    const given = texts(words('I agree that Lakeside Aesthetics may text me.'));
    expect(given).toMatchObject({ seller: 'Lakeside Aesthetics', affirmative: true });
    expect(given?.id).toMatch(/#grant#named$/);
    expect(texts(words('Lakeside may text me.'), 'verbal')).toMatchObject({ seller: 'Lakeside Aesthetics' });
    expect(texts(words('Lakeside may text me.'), 'verbal')).not.toHaveProperty('affirmative');
  });

  test('is nobody where they name nobody, for mail, and of a no', () => {
    expect(texts(words('You may text me.'))).not.toHaveProperty('seller');
    expect(texts(words('Lakeside may mail me.'), 'paper', 'email')).not.toHaveProperty('seller');
    expect(texts({ ...words('Lakeside may text me.'), status: 'inactive' })).not.toHaveProperty('seller');
  });
});

describe('a consent of R4 that says more than one thing', () => {
  const events = (changes: object) => {
    const entry = only({ ...consent, ...changes });
    return entry && 'row' in entry ? entry.row.consents : entry;
  };
  const channel = (...codes: string[]) =>
    codes.map((code) => ({ coding: [{ system: 'urn:heard:consent-channel', code }] }));
  const purpose = (...codes: string[]) => codes.map((code) => ({ code }));

  test('a no is one for every purpose and channel that it names', () => {
    const provision = { type: 'deny', purpose: purpose('TREAT', 'HMARKT'), code: channel('email', 'text') };
    expect(events({ provision })).toMatchObject([
      { channel: 'email', purpose: 'care', action: 'deny' },
      { channel: 'email', purpose: 'marketing', action: 'deny' },
      { channel: 'text', purpose: 'care', action: 'deny' },
      { channel: 'text', purpose: 'marketing', action: 'deny' },
    ]);
  });

  test('a plain opt-out has no provision', () => {
    const policyRule = { coding: [{ code: 'OPTOUT' }] };
    expect(events({ provision: undefined, policyRule })).toMatchObject([
      { channel: 'all', purpose: 'all', action: 'deny' },
    ]);
    expect(only({ ...consent, policyRule })).toMatchObject({
      row: {
        consents: [{ channel: 'all', purpose: 'all', action: 'deny' }],
        warnings: ['the consent is an opt-out with exceptions: the exceptions were left out'],
      },
    });
  });

  test('a yes that was entered in error is a no since it is known; a no that was stays', () => {
    const taken = { status: 'entered-in-error', meta: { lastUpdated: '2026-05-01T10:00:00Z' } };
    expect(events(taken)).toMatchObject([
      { channel: 'email', purpose: 'marketing', action: 'deny', occurredAt: '2026-05-01T10:00:00.000Z' },
    ]);
    expect(events({ status: 'entered-in-error' })).toMatchObject([
      { action: 'deny', occurredAt: fridayMorning },
    ]);
    expect(events({ ...taken, provision: { type: 'deny' } })).toEqual({ entry: 1, ignored: true });
  });

  test.each([
    ['2026-10', '2026-10-31'],
    ['2025', '2025-12-31'],
    ['2026-11', fridayMorning],
    ['2026', fridayMorning],
    ['long ago', fridayMorning],
    [undefined, fridayMorning],
    ['2026-10-02', '2026-10-02'],
    ['2026-10-02T10:00:00+02:00', '2026-10-02T08:00:00.000Z'],
  ])('a no of %s counts, at the latest that this may be', (dateTime, occurredAt) => {
    expect(events({ dateTime, provision: { type: 'deny' } })).toMatchObject([{ action: 'deny', occurredAt }]);
  });

  test('a yes holds until its period ends, and is over where it has', () => {
    const ending = (end: string) => events({ provision: { ...consent.provision, period: { end } } });
    expect(ending('2027-01-31')).toMatchObject([{ action: 'grant', until: '2027-01-31' }]);
    expect(ending('2027')).toMatchObject([{ action: 'grant', until: '2027-12-31' }]);
    expect(ending('2026-02')).toMatchObject([{ action: 'expire', occurredAt: '2026-02-28' }]);
    expect(events({ provision: { ...consent.provision, period: { start: '2027-03-01' } } })).toMatchObject([
      { action: 'grant', occurredAt: '2027-03-01' },
    ]);
  });

  test('the exceptions of a yes are noes', () => {
    const provision = {
      ...consent.provision,
      code: channel('email', 'text'),
      provision: [{ type: 'deny', code: channel('text') }, { type: 'permit' }],
    };
    expect(events({ provision })).toMatchObject([
      { channel: 'email', action: 'grant' },
      { channel: 'text', action: 'grant' },
      { channel: 'text', purpose: 'marketing', action: 'deny' },
    ]);
  });
});

describe('what R4 allows to leave out, or to take back', () => {
  const patientOf = (changes: object) => {
    const [entry] = read({ ...rowan, ...changes });
    return entry && 'row' in entry ? entry.row : entry;
  };

  test('a cancelled appointment without a start says what became of the one that is known', () => {
    expect(only({ ...visit, status: 'cancelled', start: undefined })).toMatchObject({
      row: { visits: [{ id: 'a1', status: 'cancelled', updatedAt: '2026-11-19T10:00:00.000Z' }] },
    });
  });

  test.each(['ServiceRequest/a1', 'Appointment?identifier=a1', 'https://ehr.example.com/fhir/Consent/a1'])(
    'a deletion is told of: it names no patient (%s)',
    (url) => {
      const entry = [{ request: { method: 'DELETE', url } }];
      const [told] = readBundle(Bundle.parse({ resourceType: 'Bundle', entry }), context);
      expect(told).toMatchObject({
        entry: 0,
        reason: expect.stringContaining('send an appointment as cancelled'),
      });
    },
  );

  test('an appointment of two patients is one of each', () => {
    const couple = { ...visit, participant: [{ actor: subject }, { actor: { reference: 'Patient/77' } }] };
    expect(read(rowan, couple).slice(1)).toMatchObject([
      { entry: 1, row: { patient: { externalId: 'chart-7' } } },
      { entry: 1, row: { patient: { externalId: '77' } } },
    ]);
  });

  test('a procedure that was none takes what was known of it back', () => {
    expect(only({ ...done, id: 'x1' })).toMatchObject({
      row: { treatments: [{ from: 'procedure#x1' }], settles: ['procedure#x1'] },
    });
    expect(only({ ...done, id: 'x1', status: 'entered-in-error', code: undefined })).toMatchObject({
      row: { settles: ['procedure#x1'] },
    });
  });

  test('a request not to do something is no plan, one that was revoked none any more', () => {
    expect(only({ ...planned, doNotPerform: true })).toEqual({ entry: 1, ignored: true });
    const revoked = only({ ...planned, status: 'revoked', meta: { lastUpdated: '2026-10-01T00:00:00Z' } });
    expect(revoked).toMatchObject({ row: { settings: [{ id: 'due#botulinum-toxin' }] } });
    expect(JSON.stringify(revoked)).not.toContain('dueOn');
  });

  test.each([
    ['1980', {}, ['the birth date has no day and was left out']],
    ['1980-05', {}, ['the birth date has no day and was left out']],
    ['2010', { birthDate: '2010-12-31' }, undefined],
    ['2008-11', { birthDate: '2008-11-30' }, undefined],
    ['soon', {}, ['the birth date is no date; write it as 2026-11-20; it was left out']],
  ])(
    'a birth date of %s loses no patient, and makes no adult of a minor',
    (birthDate, expected, warnings) => {
      const row = patientOf({ birthDate });
      expect(row).toMatchObject({ patient: { firstName: 'Rowan Lee' } });
      expect((row as { warnings?: unknown }).warnings).toEqual(warnings);
      const { birthDate: taken } = (row as { patient: { birthDate?: string } }).patient;
      expect(taken).toBe((expected as { birthDate?: string }).birthDate);
    },
  );

  test('a name in one piece, given names with a gap, and a name that has ended', () => {
    expect(patientOf({ name: [{ text: 'Rowan Ash' }] })).toMatchObject({
      patient: { firstName: 'Rowan', lastName: 'Ash' },
    });
    expect(patientOf({ name: [{ family: 'Ash', given: [null, 'Lee'] }] })).toMatchObject({
      patient: { firstName: 'Lee' },
    });
    const name = [
      { family: 'Elm', given: ['Rowan'], period: { end: '2020' } },
      { family: 'Ash', given: ['Rowan'] },
    ];
    expect(patientOf({ name })).toMatchObject({ patient: { lastName: 'Ash' } });
  });

  test('the first address that can be used and has not ended', () => {
    const telecom = [
      { system: 'email', value: 'rowan at home' },
      { system: 'email', value: 'old@example.com', period: { end: '2020' } },
      { system: 'email', value: 'rowan@example.com' },
      { system: 'phone', use: 'mobile', value: '5125550101', period: { end: '2020-05-01' } },
      { system: 'phone', value: '5125550102' },
    ];
    expect(patientOf({ telecom })).toMatchObject({
      patient: { email: 'rowan@example.com', phone: '+15125550102' },
    });
    expect(JSON.stringify(patientOf({ telecom }))).not.toContain('invalid');
  });

  test('a number in the way of the address’s country, then of the practice’s', () => {
    const address = [{ country: 'GBR' }];
    const of = (value: string) => patientOf({ address, telecom: [{ system: 'phone', value }] });
    expect(of('020 7946 0100')).toMatchObject({ patient: { phone: '+442079460100', country: 'GB' } });
    expect(of('(512) 555-0101')).toMatchObject({ patient: { phone: '+15125550101' } });
  });

  test.each([
    ['MEX', 'MX'],
    ['DEU', 'DE'],
    ['Germany', 'DE'],
  ])('the country %s', (country, code) => {
    expect(patientOf({ address: [{ country }] })).toMatchObject({ patient: { country: code } });
  });

  test('a record that is not in use any more', () => {
    expect(patientOf({ active: false })).toMatchObject({ patient: { inactive: true } });
  });
});

test('a bundle is sent in parts in which patients keep what is theirs', () => {
  const people = [1, 2, 3].map((number) => ({ resourceType: 'Patient', id: `p${number}` }));
  const procedures = [3, 1, 2].map((number) => ({ ...done, subject: { reference: `Patient/p${number}` } }));
  const entry = [...people, ...procedures].map((resource) => ({ resource }));
  const parts = bundleParts(Bundle.parse({ resourceType: 'Bundle', entry }), 2);
  expect(parts.map(({ entries }) => entries)).toEqual([
    [0, 4],
    [1, 5],
    [2, 3],
  ]);
});

test('two patients of one visit stay together, and each is found by the id that their own entry says', () => {
  const ada = {
    resourceType: 'Patient',
    id: '77',
    identifier: [{ type: { coding: [{ code: 'MR' }] }, value: 'chart-77' }],
    name: [{ family: 'Ash' }],
  };
  const others = [1, 2, 3].map((id) => ({
    resourceType: 'Patient',
    id: `other-${id}`,
    name: [{ family: 'Other' }],
  }));
  const couple = { ...visit, participant: [{ actor: subject }, { actor: { reference: 'Patient/77' } }] };
  const entry = [rowan, ...others, couple, ada].map((resource) => ({ resource }));
  const parts = bundleParts(Bundle.parse({ resourceType: 'Bundle', entry }), 1);
  expect(parts.map(({ entries }) => entries)).toContainEqual([0, 4, 5]);
  expect(parts.flatMap(({ entries }) => entries).toSorted()).toEqual([0, 1, 2, 3, 4, 5]);
  const rows = parts.flatMap(({ bundle }) => readBundle(bundle, context));
  const ofVisit = rows.flatMap((one) =>
    'row' in one && one.row.appointments ? [one.row.patient.externalId] : [],
  );
  expect(ofVisit).toEqual(['chart-7', 'chart-77']);
});
