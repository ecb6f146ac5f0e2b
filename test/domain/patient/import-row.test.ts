import { describe, expect, test } from '@jest/globals';
import { Temporal } from 'temporal-polyfill';
import { WINDOWS_TO_IANA_MAP } from 'windows-iana';
import { decide } from '../../../domain/consent/decide.ts';
import { columnsIn } from '../../../domain/patient/import-columns.ts';
import { namesNobody } from '../../../domain/patient/import-consent.ts';
import { importedDate, importedMoment } from '../../../domain/patient/import-dates.ts';
import { type ImportContext, importRow, unknownServices } from '../../../domain/patient/import-row.ts';
import { importedMoney } from '../../../domain/patient/import-values.ts';
import { zoneNamed } from '../../../domain/patient/zone-names.ts';
import { lakeside } from '../../support/lakeside.ts';
import { questionOf } from '../../support/may-contact.ts';

const { systems } = lakeside.recall.import;
const serum = { id: 'serum', names: ['Night Serum'], size: 30, perUse: 1, usesPerDay: 1 };

function context(header: readonly string[], system?: string): ImportContext {
  const columns = columnsIn(header, systems, system);
  if (!columns) throw new Error('no system knows these columns');
  return {
    practice: lakeside.identity,
    types: lakeside.treatments.treatments,
    products: [serum],
    columns,
    patientId: (id) => `pat_${id}`,
    now: '2026-11-20T16:05:00.000Z',
  };
}
const taken = (row: Readonly<Record<string, string>>, system?: string) =>
  importRow(row, context(Object.keys(row), system));
const row = { patient_id: '1', first_name: 'Rowan', email: 'Rowan@Example.com', phone: '(512) 555-0101' };

describe('a row of an export', () => {
  test('is taken with its contact points normalised', () => {
    expect(taken(row).patient).toMatchObject({
      id: 'pat_1',
      email: 'rowan@example.com',
      phone: '+15125550101',
    });
  });

  test('keeps who cannot be reached, and says what is wrong', () => {
    expect(taken({ ...row, email: 'rowan at home', phone: '12' }).patient.invalid).toEqual([
      'email',
      'phone',
    ]);
  });

  test('is taken without what cannot be, and says so without a word of it', () => {
    const wrong = { ...row, email: 'rowan at home', phone: '12', dob: '2027-02-03' };
    const read = taken({ ...wrong, treatment: 'Botox', treatment_date: '2026-11-21' });
    expect(read.warnings).toEqual([
      'the e-mail address cannot be used and was left out: correct it',
      'the phone number cannot be used and was left out: correct it',
      'the birth date lies in the future and was left out: correct it',
      'the treatment lies in the future and was left out: correct its date',
    ]);
    expect(read.treatments).toEqual([]);
    expect(read.patient).not.toHaveProperty('birthDate');
    expect(read.patient).toMatchObject({ firstName: 'Rowan' });
    expect(read.warnings?.join(' ')).not.toMatch(/rowan|12|2027|botox/i);
    expect(taken({ ...row, dob: '1890-02-03' }).warnings).toEqual([
      'the birth date is before 1900 and was left out: correct it',
    ]);
    expect(
      taken({ ...row, dob: '1980-02-03', treatment: 'Botox', treatment_date: '2026-11-20' }),
    ).not.toHaveProperty('warnings');
  });

  test('of which nothing is left is refused', () => {
    const only = { patient_id: '1', treatment: 'Botox', treatment_date: '2026-11-21' };
    expect(() => taken(only)).toThrow('the treatment lies in the future');
  });

  test('keeps a visit that is booked ahead, and not one that is said to be over', () => {
    const visit = { ...row, appointment_date: '2026-12-01', appointment_status: 'booked' };
    expect(taken(visit).appointments).toHaveLength(1);
    expect(taken({ ...visit, appointment_status: 'completed' })).toMatchObject({
      appointments: [],
      warnings: ['the visit that is said to be over lies in the future and was left out: correct its date'],
    });
  });

  test('says nothing of what its file has no column for', () => {
    expect(Object.keys(taken(row).patient).sort()).toEqual([
      'email',
      'externalId',
      'firstName',
      'id',
      'phone',
      'schema',
    ]);
  });

  test('brings the address, the country, the preferred channel and a death', () => {
    const where = { Address: '1 Elm Street', City: 'Austin', State: 'tx', Zip: '78701', Country: 'USA' };
    const { patient, preferredChannel } = taken({
      ...row,
      ...where,
      preferred_channel: 'Text message',
      deceased: 'yes',
    });
    expect(patient).toMatchObject({
      postal: { lines: ['1 Elm Street'], city: 'Austin', postalCode: '78701' },
      region: 'TX',
      country: 'US',
      deceased: true,
    });
    expect(preferredChannel).toBe('text');
  });

  test('brings a treatment with price, product, provider and who did it', () => {
    const treatment = {
      treatment: 'botox',
      treatment_date: '2026-08-20',
      price: '$1,250.50',
      product_used: 'Xeomin',
      treated_by: 'okoye',
      elsewhere: 'yes',
      next_due: '2026-12-01',
    };
    expect(taken({ ...row, ...treatment }).treatments).toEqual([
      {
        patientId: 'pat_1',
        id: 'botulinum-toxin#2026-08-20',
        type: 'botulinum-toxin',
        on: '2026-08-20',
        elsewhere: true,
        product: 'Xeomin',
        provider: 'okoye',
        price: 125_050,
        nextOn: '2026-12-01',
      },
    ]);
  });

  test('brings a purchase, a consultation and a series', () => {
    const all = taken({
      ...row,
      product: 'night serum',
      purchase_date: '2026-09-01',
      quantity: '2',
      consultation_date: '2026-10-02',
      consulted_about: 'Voluma',
      outcome: 'thinking about it',
      reason: 'too expensive',
      quote: '900',
      quote_expiry: '2026-12-31',
      series: 'microneedling',
      sessions: '3',
      series_start: '2026-10-10',
      series_paid: 'yes',
    });
    expect(all.purchases).toEqual([
      { patientId: 'pat_1', id: 'serum#2026-09-01', product: 'serum', on: '2026-09-01', quantity: 2 },
    ]);
    expect(all.consultations).toEqual([
      {
        patientId: 'pat_1',
        id: 'filler-cheek-chin-jaw#2026-10-02',
        on: '2026-10-02',
        about: 'filler-cheek-chin-jaw',
        outcome: 'open',
        reason: 'price',
        quote: 90_000,
        quoteUntil: '2026-12-31',
      },
    ]);
    expect(all.series).toEqual([
      {
        patientId: 'pat_1',
        id: 'microneedling#2026-10-10',
        type: 'microneedling',
        sessions: 3,
        startedOn: '2026-10-10',
        paid: true,
      },
    ]);
  });

  test('a completed visit for a known service is that treatment, a booked one is none', () => {
    const visit = {
      'Client ID': '7',
      'Client Name': 'Ash, Rowan',
      'Appointment ID': 'A/1',
      'Start At': '10/5/2026 2:30 PM',
      'Service Name': 'Dysport',
    };
    const done = taken({ ...visit, 'Appointment State': 'FINAL' });
    expect(done.patient).toMatchObject({ firstName: 'Rowan', lastName: 'Ash' });
    expect(done.appointments).toMatchObject([
      { id: 'A-1', on: '2026-10-05', at: '2026-10-05T19:30:00.000Z', status: 'fulfilled' },
    ]);
    expect(done.treatments).toMatchObject([{ id: 'botulinum-toxin#2026-10-05' }]);
    const booked = taken({ ...visit, 'Appointment State': 'Confirmed' });
    expect(booked.appointments).toMatchObject([{ status: 'booked', type: 'botulinum-toxin' }]);
    expect(booked.treatments).toEqual([]);
  });
});

describe('consent in a row (R69)', () => {
  const said = (changes: Readonly<Record<string, string>>) => taken({ ...row, ...changes }).consents ?? [];
  const evidence = { consent_date: '1/2/2026', consent_method: 'paper form' };

  test('a yes without date and way is none', () => {
    expect(said({ email_consent: 'yes' })).toEqual([]);
    expect(said({ email_consent: 'yes', consent_date: '2026-01-01' })).toEqual([]);
    expect(said({ email_consent: 'yes', consent_method: 'paper' })).toEqual([]);
  });

  test('a no always counts, and for every address', () => {
    const [denied, ...others] = said({ email_consent: 'no' });
    expect(others).toEqual([]);
    expect(denied).toMatchObject({ action: 'deny', channel: 'email', purpose: 'marketing' });
    expect(denied).not.toHaveProperty('address');
  });

  test('counts per channel and purpose, for the address it was given for, in its very words', () => {
    const given = said({
      ...evidence,
      text_consent: 'Y',
      email_care: 'x',
      consent_wording: 'Text me offers.',
    });
    expect(given).toMatchObject([
      {
        channel: 'text',
        purpose: 'marketing',
        action: 'grant',
        occurredAt: '2026-01-02',
        method: 'paper',
        address: '+15125550101',
        wording: { text: 'Text me offers.', source: 'paper form' },
      },
      { channel: 'email', purpose: 'care', address: 'rowan@example.com' },
    ]);
  });
});

describe('the brand in the words of an imported consent (R2)', () => {
  const text = (changes: Readonly<Record<string, string>>, practice = lakeside.identity) => {
    const given = { ...row, text_consent: 'yes', consent_date: '1/2/2026', ...changes };
    const [event] = importRow(given, { ...context(Object.keys(given)), practice }).consents ?? [];
    if (!event) throw new Error('there is no consent');
    return event;
  };
  const recall = (consent: ReturnType<typeof text>) => {
    const base = questionOf({ what: 'recall', by: 'text', at: '2026-03-03 12:00' }, lakeside.law);
    return decide({
      ...base,
      message: { ...base.message, seller: lakeside.identity.name },
      recipient: { ...base.recipient, phone: '+15125550101' },
      consents: [consent],
    });
  };

  test.each([
    ['its name', 'I agree that Lakeside Aesthetics may text me offers.', true],
    ['in capitals', 'LAKESIDE AESTHETICS MAY TEXT ME', true],
    ['with other marks and spaces', 'Texts from Lakeside-Aesthetics, weekly', true],
    ['its short name', 'Yes, Lakeside may text me.', true],
    ['nobody', 'Text me offers.', false],
    ['somebody whose name only contains it', 'Lakesideburg may text me', false],
    ['somebody whose name ends in it', 'Oldlakeside may text me', false],
    ['no words at all', '', false],
  ])('%s', (_what, wording, names) => {
    const consent = text({ consent_wording: wording, consent_method: 'paper form' });
    expect(consent.seller).toBe(names ? 'Lakeside Aesthetics' : undefined);
    expect(namesNobody(consent)).toBe(!names);
    const decision = recall(consent);
    expect(decision.outcome === 'block').toBe(!names);
    if (!names) expect(decision).toMatchObject({ reason: 'the consent names no brand' });
  });

  test('accents and apostrophes do not count', () => {
    const practice = { ...lakeside.identity, name: 'Clínica D’Ángel', shortName: 'D’Ángel' };
    expect(
      text({ consent_wording: 'Acepto mensajes de CLINICA DANGEL', consent_method: 'web' }, practice).seller,
    ).toBe('Clínica D’Ángel');
  });

  test('makes no consent in writing of one that was only spoken, or of which nobody knows how it was given', () => {
    const wording = { consent_wording: 'Lakeside Aesthetics may text me.' };
    for (const consent_method of ['verbal', 'somehow']) {
      const consent = text({ ...wording, consent_method });
      expect([consent.seller, consent.affirmative]).toEqual(['Lakeside Aesthetics', undefined]);
      expect(recall(consent).outcome).toBe('block');
    }
  });

  test('is of texts alone, and a no needs none', () => {
    const given = { ...row, email_consent: 'yes', consent_date: '1/2/2026', consent_method: 'paper' };
    const mail = taken({ ...given, consent_wording: 'Lakeside Aesthetics may write.' }).consents?.[0];
    expect(mail).not.toHaveProperty('seller');
    expect(mail && namesNobody(mail)).toBe(false);
    const denied = text({ text_consent: 'no', consent_method: 'paper' });
    expect([denied.seller, namesNobody(denied)]).toEqual([undefined, false]);
  });

  test('read from a file that is imported once more, it is a consent of its own', () => {
    const before = text({ consent_wording: 'Texts, please', consent_method: 'paper' });
    const named = text({ consent_wording: 'Lakeside may text me', consent_method: 'paper' });
    expect(named.id).not.toBe(before.id);
    expect(named.occurredAt).toBe(before.occurredAt);
  });
});

describe('a row that is made to take long', () => {
  const spaces = ' '.repeat(100_000);

  test.each(['x', '1', '2026-11-20'])(
    'a date of %s and a hundred thousand spaces is no date, at once',
    (day) => {
      const written = `${day}${spaces}x`;
      const how = { field: 'the date', order: 'MDY', zone: 'America/Chicago' } as const;
      expect(() => importedMoment({ day: written, time: '' }, how)).toThrow('the date is no date');
      expect(() => importedMoment({ day: '2026-11-20', time: written }, how)).toThrow('the date is no date');
      expect(() => importedDate(written, 'the date')).toThrow('the date is no date');
      expect(() => importedMoney(written, 'the price')).toThrow('the price is no amount');
    },
  );

  test('a cell longer than any is refused with its row', () => {
    expect(() => taken({ ...row, first_name: `R${spaces}R` })).toThrow('more than 4000 characters');
    expect(taken({ ...row, first_name: `Rowan${spaces}` }).patient.firstName).toBe('Rowan');
  });
});

describe('a row of which a part cannot be read', () => {
  test.each([
    [{ treatment: 'Botox' }, 'the treatment has no date; it was left out'],
    [
      { treatment: 'bleaching', treatment_date: '2026-01-01' },
      'the treatment is not in practice/treatments.yaml; it was left out',
    ],
    [
      { treatment: 'Botox', treatment_date: '2026-02-30' },
      'the treatment date is no date; write it as 2026-11-20; it was left out',
    ],
    [
      { product: 'soap', purchase_date: '2026-01-01' },
      'the product is not in practice/treatments.yaml; it was left out',
    ],
    [
      { product: 'night serum', purchase_date: '2026-01-01', product_price: '($90.00)' },
      'the price of the product is less than nothing, as of a refund; it was left out',
    ],
    [{ series: 'Botox' }, 'the series has no first day or no number of sessions; it was left out'],
    [
      { appointment: '2026-12-01', appointment_status: 'qux' },
      'the appointment status is none that is known; use booked, cancelled, completed or no-show; it was left out',
    ],
    [{ dob: '1980-13-01' }, 'the birth date is no date; write it as 2026-11-20; it was left out'],
    [
      { preferred_channel: 'carrier pigeon' },
      'the preferred channel is none that is known; use email, text, call, letter or "do not call"; it was left out',
    ],
    [{ deceased: 'not deceased' }, 'whether the patient has died cannot be read: write yes, no or the date'],
  ])('%j is taken without it, and says so', (changes, reason) => {
    const read = taken({ ...row, ...changes });
    expect(read.warnings).toEqual([reason]);
    expect(read.patient).toMatchObject({ firstName: 'Rowan', email: 'rowan@example.com' });
    expect([read.treatments, read.purchases, read.series, read.appointments].flat()).toEqual([]);
  });

  test('of which nothing else is left is refused', () => {
    expect(() => taken({ patient_id: '1', treatment: 'Botox' })).toThrow('the treatment has no date');
  });

  test('a treatment was done, whatever was paid for it', () => {
    const { treatments, warnings } = taken({
      ...row,
      treatment: 'Botox',
      treatment_date: '2026-01-01',
      price: 'free',
      next_due: 'soon',
    });
    expect(treatments).toEqual([
      { patientId: 'pat_1', id: 'botulinum-toxin#2026-01-01', type: 'botulinum-toxin', on: '2026-01-01' },
    ]);
    expect(warnings).toHaveLength(2);
  });
});

describe('a time zone', () => {
  const zoneOf = (zone: string, country = '') => taken({ ...row, time_zone: zone, country });

  test.each([
    ['America/Chicago', 'America/Chicago'],
    ['Pacific Time (US & Canada)', 'America/Los_Angeles'],
    ['(UTC-06:00) Central Time (US & Canada)', 'America/Chicago'],
    ['(GMT-07:00) Arizona', 'America/Phoenix'],
    ['Pacific Standard Time', 'America/Los_Angeles'],
    ['US Mountain Standard Time', 'America/Phoenix'],
    ['GMT Standard Time', 'Europe/London'],
    ['EST', 'America/New_York'],
    ['central', 'America/Chicago'],
  ])('%s is %s', (written, zone) => {
    expect(zoneOf(written)).not.toHaveProperty('warnings');
    expect(zoneOf(written).patient.zone).toBe(zone);
  });

  test.each([['PST8'], ['-06:00'], ['UTC+2'], ['MST7MDT6'], ['here']])(
    '%s is none: it is left out, and told',
    (written) => {
      const { patient, warnings } = zoneOf(written);
      expect(patient).not.toHaveProperty('zone');
      expect(warnings).toEqual(['the time zone is none and was left out; write it as America/Chicago']);
    },
  );

  test('every name of Windows is a zone that days and hours can be reckoned by', () => {
    const names = [...new Set(WINDOWS_TO_IANA_MAP.map(({ windowsName }) => windowsName))];
    const zones = names.map((name) => zoneNamed(name, 'US')).filter((zone) => zone !== undefined);
    expect(zones.length).toBeGreaterThan(100);
    const noon = Temporal.Instant.from('2026-11-20T12:00:00Z');
    expect(() => zones.map((zone) => noon.toZonedDateTimeISO(zone).toPlainDate())).not.toThrow();
  });

  test('CST is Central in the United States only', () => {
    expect(zoneOf('CST').patient.zone).toBe('America/Chicago');
    expect(zoneOf('CST', 'AU').patient).not.toHaveProperty('zone');
  });
});

describe('a no in a column of consent (R69)', () => {
  const read = (said: string) => taken({ ...row, email_consent: said });

  test.each([
    'Opt-out',
    'Opt out',
    'OptOut',
    'Unsubscribe',
    'Declined',
    'Do Not Contact',
    'Off',
    'Blocked',
    'Refused',
    'Revoked',
    'Disabled',
    'Not subscribed',
    'No thanks',
  ])('%s is one', (said) => {
    expect(read(said)).not.toHaveProperty('warnings');
    expect(read(said).consents).toMatchObject([{ channel: 'email', action: 'deny' }]);
  });

  test.each(['Maybe', 'yes until 2025', 'subscribed?no', '2', 'Pending', 'Yes/No'])(
    '%s is no yes: it is taken as a no, and told by its column',
    (said) => {
      expect(read(said).consents).toMatchObject([{ action: 'deny' }]);
      expect(read(said).warnings).toEqual([
        'the column "email_consent" says neither yes nor no: it was taken as a no',
      ]);
    },
  );

  test.each(['Subscribed', 'opted in', 'Opt-In', 'TRUE', 'Yes.', 'Granted', '✓'])('%s is a yes', (said) => {
    const given = { email_consent: said, consent_date: '2026-01-02', consent_method: 'paper' };
    expect(taken({ ...row, ...given }).consents).toMatchObject([{ action: 'grant' }]);
  });

  test.each(['form not signed', 'unsigned form', 'no form'])('%s is no signature', (consent_method) => {
    const given = { text_consent: 'yes', consent_date: '2026-01-02', consent_method };
    expect(taken({ ...row, ...given }).consents).toMatchObject([{ action: 'grant', method: 'import' }]);
  });

  test('is kept where its date cannot be read, since now', () => {
    const { consents, warnings } = taken({ ...row, email_consent: 'no', consent_date: 'last spring' });
    expect(consents).toMatchObject([{ action: 'deny', occurredAt: '2026-11-20T16:05:00.000Z' }]);
    expect(warnings).toHaveLength(1);
  });
});

describe('a wish of a channel (R27)', () => {
  const wish = (said: string) => {
    const { preferredChannel, forbids, warnings } = taken({ ...row, preferred_channel: said });
    return { preferredChannel, forbids, warnings };
  };

  test.each([
    ['Do Not Call', { forbids: ['call'] }],
    ['DoNotCall', { forbids: ['call'] }],
    ['No texts', { forbids: ['text'] }],
    ['Do not email', { forbids: ['email'] }],
    ["Don't call or text", { forbids: ['text', 'call'] }],
    ['Do not call; email', { preferredChannel: 'email', forbids: ['call'] }],
    ['No mail', { forbids: ['letter', 'postcard'] }],
    ['Do not contact', { forbids: ['email', 'text', 'call', 'letter', 'postcard', 'social'] }],
    ['None', {}],
    ['No preference', {}],
    ['E-mail', { preferredChannel: 'email' }],
    ['Text Message', { preferredChannel: 'text' }],
    ['Cell phone', { preferredChannel: 'call' }],
    ['Mail', { preferredChannel: 'letter' }],
  ])('%s', (said, expected) => {
    expect(wish(said)).toEqual({
      preferredChannel: undefined,
      forbids: undefined,
      warnings: undefined,
      ...expected,
    });
  });
});

describe('whoever has died (R26)', () => {
  test.each([
    [{ deceased: '2026-01-02' }],
    [{ deceased: 'Deceased' }],
    [{ deceased: 'D' }],
    [{ deceased: 'TRUE' }],
    [{ date_of_death: '1/2/2026' }],
    [{ patient_status: 'Deceased' }],
  ])('%j', (changes) => {
    expect(taken({ ...row, ...changes }).patient.deceased).toBe(true);
  });

  test.each([
    [{ deceased: 'no' }],
    [{ deceased: 'N' }],
    [{ date_of_death: '0001-01-01' }],
    [{ patient_status: 'Active' }],
  ])('%j is alive', (changes) => {
    const read = taken({ ...row, ...changes });
    expect(read.patient).not.toHaveProperty('deceased');
    expect(read).not.toHaveProperty('warnings');
  });

  test.each([
    ['Inactive', true],
    ['Archived', true],
    ['NonPatient', true],
    ['Not active', true],
    ['No longer a patient', true],
    ['Active', false],
    ['VIP', undefined],
  ])('the status %s: no patient any more is %s', (patient_status, inactive) => {
    expect(taken({ ...row, patient_status }).patient.inactive).toBe(inactive);
  });
});

describe('a visit that was completed', () => {
  const visit = { ...row, appointment: '2026-10-05', appointment_status: 'Completed', appointment_id: 'A1' };

  test('is kept although its service is none of the catalogue', () => {
    expect(taken({ ...visit, appointment_type: 'Sunbath' })).toMatchObject({
      appointments: [{ id: 'A1', status: 'fulfilled' }],
      treatments: [],
      warnings: [
        'the service of the visit is not in practice/treatments.yaml: the visit was kept, and no treatment',
      ],
    });
  });

  test.each(['Consultation', 'Botox touch-up'])(
    'is complete without a treatment when it was a %s',
    (said) => {
      const { treatments, warnings } = taken({ ...visit, appointment_type: said });
      expect([treatments, warnings]).toEqual([[], undefined]);
    },
  );

  test('was booked on the day that the table says, unless that is the day of something else', () => {
    const booked = (on: string) => taken({ ...visit, booked_on: on });
    expect(booked('2026-10-01').appointments).toMatchObject([{ bookedAt: '2026-10-01T12:00:00.000Z' }]);
    expect(booked('2026-10-05').appointments).toMatchObject([{ bookedAt: '2026-10-05T12:00:00.000Z' }]);
    for (const { appointments, warnings } of [
      booked('2026-10-06'),
      taken({ ...visit, appointment: '2026-12-05', appointment_status: 'Booked', booked_on: '2026-11-21' }),
    ]) {
      expect(appointments?.[0]).not.toHaveProperty('bookedAt');
      expect(warnings).toEqual([
        'the day on which the appointment was made is after it, or lies in the future; it was left out',
      ]);
    }
  });

  test('is a treatment for each service that is listed', () => {
    const { appointments, treatments, warnings } = taken({ ...visit, appointment_type: 'Botox, Voluma' });
    expect(appointments).toMatchObject([{ type: 'botulinum-toxin' }]);
    expect(treatments).toMatchObject([
      { id: 'botulinum-toxin#2026-10-05', from: 'visit#A1' },
      { id: 'filler-cheek-chin-jaw#2026-10-05', from: 'visit#A1' },
    ]);
    expect(warnings).toBeUndefined();
  });
});

describe('a column of treatments', () => {
  const done = { ...row, treatment: 'Botox 20 units + Lip Filler (1 syringe)', treatment_date: '2026-10-05' };

  test('holds one or several; what the row was paid counts once', () => {
    const { treatments, warnings } = taken({ ...done, price: '900', treated_by: 'Dr. Bell' });
    expect(treatments).toMatchObject([
      { id: 'botulinum-toxin#2026-10-05', price: 90_000, provider: 'Dr. Bell' },
      { id: 'filler-lips#2026-10-05', provider: 'Dr. Bell' },
    ]);
    expect(treatments?.[1]).not.toHaveProperty('price');
    expect(warnings).toBeUndefined();
  });

  test('says nothing of when the next of several is planned', () => {
    const { treatments, warnings } = taken({ ...done, next_treatment: '2027-01-05' });
    expect(treatments?.filter(({ nextOn }) => nextOn !== undefined)).toEqual([]);
    expect(warnings).toEqual([expect.stringContaining('the next treatment is left out')]);
  });

  test('is taken for what is known of it', () => {
    const { treatments, warnings } = taken({ ...done, treatment: 'Botox, Sunbath' });
    expect(treatments).toMatchObject([{ id: 'botulinum-toxin#2026-10-05' }]);
    expect(warnings).toEqual(['one of the treatments is not in practice/treatments.yaml; it was left out']);
  });

  test('a talk is none', () => {
    const { treatments, warnings } = taken({ ...done, treatment: 'Botox consultation' });
    expect(treatments).toEqual([]);
    expect(warnings).toEqual([
      'what stands as the treatment is a talk, a check or a payment; it was left out',
    ]);
  });

  test('a consultation is about what it names', () => {
    const { consultations } = taken({
      ...row,
      consultation_date: '2026-10-05',
      consulted_about: 'Consultation for Botox',
    });
    expect(consultations).toMatchObject([{ about: 'botulinum-toxin' }]);
  });
});

describe('services that the catalogue does not know', () => {
  const unknown = (cells: Readonly<Record<string, string>>) =>
    unknownServices({ ...row, ...cells }, context(Object.keys({ ...row, ...cells })));

  test.each([
    [{ treatment: 'Botox, Sunbath' }, ['Sunbath']],
    [{ treatment: 'Botox' }, []],
    [{ appointment_type: 'Sunbath', appointment_status: 'completed', treatment: 'Sunbath' }, ['Sunbath']],
    [{ appointment_type: 'Sunbath', appointment_status: 'cancelled' }, []],
    [{ appointment_type: 'Consultation', appointment_status: 'completed' }, []],
  ])('%j', (cells, names) => {
    expect(unknown(cells)).toEqual(names);
  });
});

describe('a row that cannot be taken', () => {
  test.each([
    [{ patient_id: '' }, 'there is no patient id'],
    [{ location: 'north' }, 'there is no such location'],
    [{ country: 'Zanzibarland' }, 'the country is no country code; write it as US'],
    [{ country: 'ZZ' }, 'the country is no country code; write it as US'],
  ])('%j is refused with its reason', (changes, reason) => {
    expect(() => taken({ ...row, ...changes })).toThrow(reason);
  });

  test.each([
    ['Germany', 'DE'],
    ['Alemania', 'DE'],
    ['DEU', 'DE'],
    ['méxico', 'MX'],
    ['U.S.A.', 'US'],
    ['UK', 'GB'],
  ])('the country %s is %s', (country, code) => {
    expect(taken({ ...row, country }).patient.country).toBe(code);
  });
});
