import { describe, expect, test } from '@jest/globals';
import { decide } from '../../../domain/consent/decide.ts';
import { columnsIn } from '../../../domain/patient/import-columns.ts';
import { namesNobody } from '../../../domain/patient/import-consent.ts';
import { type ImportContext, importRow } from '../../../domain/patient/import-row.ts';
import { importedDate, importedMoment, importedMoney } from '../../../domain/patient/import-values.ts';
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

describe('a row that cannot be taken', () => {
  test.each([
    [{ patient_id: '' }, 'there is no patient id'],
    [{ location: 'north' }, 'there is no such location'],
    [{ country: 'Zanzibarland' }, 'the country is no country code; write it as US'],
    [{ treatment: 'Botox' }, 'the treatment has no date'],
    [
      { treatment: 'bleaching', treatment_date: '2026-01-01' },
      'the treatment is not in practice/treatments.yaml',
    ],
    [
      { treatment: 'Botox', treatment_date: '2026-02-30' },
      'the treatment date is no date; write it as 2026-11-20',
    ],
    [{ product: 'soap', purchase_date: '2026-01-01' }, 'the product is not in practice/treatments.yaml'],
    [
      { treatment: 'Botox', treatment_date: '2026-01-01', price: 'free' },
      'the price of the treatment is no amount; write it as 1250.00',
    ],
    [{ series: 'Botox' }, 'the series has no first day or no number of sessions'],
    [
      { appointment: '2026-12-01', appointment_status: 'qux' },
      'the appointment status is none that is known; use booked, cancelled, completed or no-show',
    ],
  ])('%j is refused with its reason', (changes, reason) => {
    expect(() => taken({ ...row, ...changes })).toThrow(reason);
  });
});
