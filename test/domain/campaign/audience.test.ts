import { describe, expect, test } from '@jest/globals';
import { Audience, inAudience } from '../../../domain/campaign/audience.ts';
import { emptyRecord, recordOf, treated } from '../../support/recall-record.ts';

const today = '2026-11-20';
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
    expect(inAudience(record, Audience.parse(audience), today)).toBe(expected);
  });

  test('leaves out who is booked, where it says so', () => {
    const audience = Audience.parse({ all: [{ is: 'adult' }], none: [{ is: 'booked' }] });
    expect(inAudience(record, audience, today)).toBe(true);
    expect(inAudience({ ...record, appointments: [booked] }, audience, today)).toBe(false);
  });

  test.each([
    { deceased: true },
    { mergedInto: 'p2' },
    { erasedAt: '2026-01-01T00:00:00.000Z' },
    { birthDate: '2008-11-21' },
  ])('never means %p', (changes) => {
    const everybody = Audience.parse({ any: [{ is: 'speaks', languages: ['en', 'es'] }] });
    expect(inAudience(record, everybody, today)).toBe(true);
    expect(inAudience({ ...record, patient: { ...patient, ...changes } }, everybody, today)).toBe(false);
  });

  test('takes nobody for an adult whose birth date is not known, and who turns 18 today for one', () => {
    const adults = Audience.parse({ all: [{ is: 'adult' }] });
    expect(inAudience(emptyRecord, adults, today)).toBe(false);
    expect(inAudience({ ...record, patient: { ...patient, birthDate: '2008-11-20' } }, adults, today)).toBe(
      true,
    );
  });
});
