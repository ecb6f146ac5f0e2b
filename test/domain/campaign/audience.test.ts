import { describe, expect, test } from '@jest/globals';
import { Audience, inAudience } from '../../../domain/campaign/audience.ts';
import type { ConsentEvent } from '../../../domain/consent/consent-event.ts';
import { emptyRecord, recordOf, treated } from '../../support/recall-record.ts';

const today = '2026-11-20';
const moment = { today, now: `${today}T16:00:00.000Z`, seller: 'Lakeside Aesthetics' };
const patient = {
  ...emptyRecord.patient,
  birthDate: '1980-01-01',
  provider: 'okoye',
  location: 'west',
  language: 'es' as const,
};
const record = recordOf({
  patient,
  treatments: [treated('botulinum-toxin', '2025-10-01', { provider: 'sato' })],
  purchases: [{ patientId: 'p1', id: 'a', product: 'serum-30ml', on: '2025-11-01', quantity: 1 }],
  consultations: [{ patientId: 'p1', id: 'k', on: '2025-09-01', about: 'light-peel', outcome: 'declined' }],
});
const booked = { patientId: 'p1', id: 'v', on: '2026-12-01', status: 'booked' as const };

describe('an audience', () => {
  test.each<[string, unknown, boolean]>([
    ['treated with', { all: [{ is: 'treated', with: ['light-peel', 'botulinum-toxin'] }] }, true],
    [
      'treated within',
      { all: [{ is: 'treated', with: ['botulinum-toxin'], between: { until: '2025-09-30' } }] },
      false,
    ],
    [
      'not treated with',
      { all: [{ is: 'adult' }], none: [{ is: 'treated', with: ['botulinum-toxin'] }] },
      false,
    ],
    ['bought', { all: [{ is: 'bought', products: ['serum-30ml'], between: { from: '2025-11-01' } }] }, true],
    [
      'last seen between',
      { all: [{ is: 'last-seen', between: { from: '2025-10-01', until: '2025-10-01' } }] },
      true,
    ],
    ['not seen for a year', { all: [{ is: 'last-seen', atLeastMonthsAgo: 13 }] }, true],
    ['not seen for longer', { all: [{ is: 'last-seen', atLeastMonthsAgo: 14 }] }, false],
    ['seen lately', { all: [{ is: 'last-seen', atMostMonthsAgo: 13 }] }, false],
    ['location', { all: [{ is: 'at-location', locations: ['downtown'] }] }, false],
    ['their provider', { all: [{ is: 'seen-by', providers: ['okoye'] }] }, true],
    ['a provider of a treatment', { all: [{ is: 'seen-by', providers: ['sato'] }] }, true],
    [
      'language',
      {
        any: [
          { is: 'speaks', languages: ['en'] },
          { is: 'speaks', languages: ['es'] },
        ],
      },
      true,
    ],
    ['consultation', { all: [{ is: 'consulted', outcomes: ['declined'], about: ['light-peel'] }] }, true],
    ['consultation of another kind', { all: [{ is: 'consulted', outcomes: ['open'] }] }, false],
    ['a group', { all: [{ any: [{ is: 'booked' }, { is: 'adult' }] }] }, true],
    [
      'none of a group',
      { all: [{ is: 'adult' }], none: [{ all: [{ is: 'booked' }, { is: 'adult' }] }] },
      true,
    ],
  ])('%s', (_name, audience, expected) => {
    expect(inAudience(record, Audience.parse(audience), moment)).toBe(expected);
  });

  test('leaves out who is booked, where it says so', () => {
    const audience = Audience.parse({ all: [{ is: 'adult' }], none: [{ is: 'booked' }] });
    expect(inAudience(record, audience, moment)).toBe(true);
    expect(inAudience({ ...record, appointments: [booked] }, audience, moment)).toBe(false);
  });

  test.each([
    { deceased: true },
    { mergedInto: 'p2' },
    { erasedAt: '2026-01-01T00:00:00.000Z' },
    { birthDate: '2008-11-21' },
  ])('never means %p', (changes) => {
    const everybody = Audience.parse({ any: [{ is: 'speaks', languages: ['en', 'es'] }] });
    expect(inAudience(record, everybody, moment)).toBe(true);
    expect(inAudience({ ...record, patient: { ...patient, ...changes } }, everybody, moment)).toBe(false);
  });

  test('takes nobody for an adult whose birth date is not known, and who turns 18 today for one', () => {
    const adults = Audience.parse({ all: [{ is: 'adult' }] });
    expect(inAudience(emptyRecord, adults, moment)).toBe(false);
    expect(inAudience({ ...record, patient: { ...patient, birthDate: '2008-11-20' } }, adults, moment)).toBe(
      true,
    );
  });

  test.each([
    [{ providers: ['sato'] }, 'Sato', true],
    [{ asWritten: ['Jane Smith, RN'] }, ' jane smith, rn', true],
    [{ providers: ['okoye'], asWritten: ['Jane Smith, RN'] }, 'somebody', false],
  ])('seen by %j, written as "%s": %p', (whom, provider, expected) => {
    const audience = Audience.parse({ all: [{ is: 'seen-by', ...whom }] });
    const by = { ...emptyRecord, patient: { ...emptyRecord.patient, provider } };
    expect(inAudience(by, audience, moment)).toBe(expected);
  });

  test('names somebody where it says by whom', () => {
    expect(Audience.safeParse({ all: [{ is: 'seen-by' }] }).success).toBe(false);
    expect(Audience.safeParse({ all: [{ is: 'seen-by', asWritten: [] }] }).success).toBe(false);
  });

  describe('of who agreed to marketing', () => {
    const person = { ...patient, email: 'a@example.com', phone: '+15125550177' };
    const event = (changes: object): ConsentEvent =>
      ({
        id: JSON.stringify(changes),
        patientId: 'p1',
        channel: 'email',
        purpose: 'marketing',
        action: 'grant',
        occurredAt: '2026-01-01T12:00:00.000Z',
        recordedAt: '2026-01-01T12:00:00.000Z',
        method: 'paper',
        actor: 'patient',
        ...changes,
      }) as ConsentEvent;
    const byPhone = { channel: 'text', address: person.phone, seller: moment.seller };
    const means = (by: readonly string[], consents: readonly ConsentEvent[], changes = {}): boolean =>
      inAudience(
        { ...record, patient: { ...person, ...changes }, consents },
        Audience.parse({ all: [{ is: 'agreed', by }] }),
        moment,
      );

    test.each<[string, readonly string[], readonly object[], boolean]>([
      ['nobody who said nothing', ['email', 'text', 'call', 'letter'], [], false],
      ['by mail', ['email'], [{}], true],
      ['by any of them', ['text', 'email'], [{}], true],
      ['by another', ['text'], [{}], false],
      ['by text', ['text'], [byPhone], true],
      ['by text for another number', ['text'], [{ ...byPhone, address: '+15125550178' }], false],
      ['by text for another brand', ['text'], [{ ...byPhone, seller: 'Other' }], false],
      ['to care alone', ['email'], [{ purpose: 'care' }], false],
      ['to recall alone', ['email'], [{ only: 'recall' }], false],
      ['and took it back', ['email'], [{}, { action: 'revoke', occurredAt: '2026-02-01' }], false],
      ['and was not asked yet', ['email'], [{ action: 'pending' }], false],
      ['later', ['email'], [{ occurredAt: '2026-11-20T16:00:00.001Z' }], false],
      ['until a day that has passed', ['email'], [{ until: '2026-11-19' }], false],
      ['by post', ['letter'], [{ channel: 'letter' }], true],
    ])('%s', (_name, by, events, expected) => {
      expect(means(by, events.map(event))).toBe(expected);
    });

    test('nobody without the address', () => {
      expect(means(['email'], [event({})], { email: undefined })).toBe(false);
    });
  });
});
