import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { ConsentEvent } from '../../../domain/consent/consent-event.ts';
import { givenBack } from '../../../domain/consent/given-back.ts';
import { grantInForce, isWritten } from '../../../domain/consent/standing.ts';
import type { Said } from '../../../domain/consent/taken-back.ts';

const phone = '+15125550143';
const at = (day: number): string => new Date(Date.UTC(2026, 0, day, 12)).toISOString();
const startsAt = at(90);

type Kind = 'page' | 'paper' | 'verbal' | 'stop' | 'mail-stop' | 'everything' | 'page-off' | 'reassigned';

/** One event of a history; grants are of this number and brand unless it says otherwise. */
function event(kind: Kind, day: number, changes: Partial<ConsentEvent> = {}): ConsentEvent {
  const common = {
    id: `${kind}-${day}`,
    patientId: 'p1',
    channel: 'text',
    purpose: 'marketing',
    occurredAt: at(day),
    recordedAt: at(day),
    actor: 'patient',
    address: phone,
  } as const;
  const grant = {
    ...common,
    action: 'grant',
    seller: 'Lakeside',
    affirmative: true,
    wording: { text: 'I agree' },
  } as const;
  const revoke = { ...common, action: 'revoke', method: 'keyword' } as const;
  const kinds: Record<Kind, ConsentEvent> = {
    page: { ...grant, method: 'preference-page' },
    paper: { ...grant, method: 'paper' },
    verbal: { ...grant, method: 'verbal' },
    stop: { ...revoke, purpose: 'all', wording: { text: 'STOP', source: 'text: stop' } },
    'mail-stop': {
      ...revoke,
      purpose: 'all',
      method: 'free-text',
      wording: { text: 'stop texting me', source: 'email: stop texting' },
    },
    everything: { ...revoke, channel: 'all', wording: { text: 'take me off', source: 'text: everything' } },
    'page-off': {
      ...revoke,
      method: 'preference-page',
      wording: { text: 'Texts', source: 'preference page' },
    },
    reassigned: { ...common, purpose: 'all', action: 'reassigned', method: 'free-text' },
  };
  return { ...kinds[kind], ...changes };
}

const said: Said = { messageId: 'm1', text: 'START', language: 'en', at: startsAt, cameBy: 'text' };
const back = (events: readonly ConsentEvent[]) => givenBack(events, 'p1', phone, said, startsAt);
const scope = (purpose: 'care' | 'marketing', seller = 'Lakeside') =>
  ({ channel: 'text', purpose, address: phone, seller, now: startsAt }) as const;

describe('START (R7, R9, R69)', () => {
  test.each<[string, readonly ConsentEvent[], readonly string[]]>([
    ['what STOP took', [event('paper', 1), event('stop', 2)], ['marketing']],
    ['after several STOPs', [event('paper', 1), event('stop', 2), event('stop', 3)], ['marketing']],
    [
      'both programmes',
      [event('paper', 1), event('paper', 2, { id: 'care', purpose: 'care' }), event('stop', 3)],
      ['care', 'marketing'],
    ],
    ['nothing where nothing was stopped', [event('paper', 1)], []],
    ['nothing where nothing had been granted', [event('stop', 1)], []],
    ['nothing that was granted anew since', [event('stop', 1), event('page', 2)], []],
    [
      'not what the page had switched off before',
      [event('paper', 1), event('page-off', 2), event('stop', 3)],
      [],
    ],
    ['not what the page switched off since', [event('paper', 1), event('stop', 2), event('page-off', 3)], []],
    ['not what a mail took back', [event('paper', 1), event('mail-stop', 2), event('stop', 3)], []],
    [
      'not after everything was taken back',
      [event('paper', 1), event('everything', 2), event('stop', 2)],
      [],
    ],
    ['not for the number’s new owner', [event('paper', 1), event('reassigned', 2), event('stop', 3)], []],
    ['not what had expired', [event('paper', 1, { until: at(50) }), event('stop', 2)], []],
    ['not of another number', [event('paper', 1, { address: '+15125550199' }), event('stop', 2)], []],
    [
      'not what another number stopped',
      [event('paper', 1), event('stop', 2, { address: '+15125550199' })],
      [],
    ],
  ])('gives back %s', (_what, events, purposes) => {
    expect(back(events).map(({ purpose }) => purpose)).toEqual(purposes);
  });

  test('each brand’s own, and no later end', () => {
    const events = [
      event('paper', 1, { until: at(300) }),
      event('paper', 2, { id: 'other', seller: 'Shore Spa', wording: { text: 'Shore Spa may text me' } }),
      event('stop', 3),
    ];
    expect(back(events)).toMatchObject([
      { seller: 'Lakeside', until: at(300), wording: { text: 'I agree' } },
      { seller: 'Shore Spa', wording: { text: 'Shore Spa may text me' } },
    ]);
    expect(new Set(back(events).map(({ id }) => id)).size).toBe(2);
  });

  const histories = fc.array(
    fc.record({
      kind: fc.constantFrom<Kind>(
        'page',
        'paper',
        'verbal',
        'stop',
        'mail-stop',
        'everything',
        'page-off',
        'reassigned',
      ),
      day: fc.integer({ min: 1, max: 80 }),
      purpose: fc.constantFrom('care' as const, 'marketing' as const),
      seller: fc.constantFrom('Lakeside', 'Shore Spa'),
    }),
    { maxLength: 10 },
  );

  test('leaves exactly what would stand had nobody written STOP, in any history, and never stronger', () => {
    fc.assert(
      fc.property(histories, (steps) => {
        const events = steps.map(({ kind, day, purpose, seller }, index) => {
          const grants = kind === 'page' || kind === 'paper' || kind === 'verbal';
          return event(kind, day, { id: `${index}`, ...(grants ? { purpose, seller } : {}) });
        });
        const unstopped = events.filter((one) => one.wording?.source !== 'text: stop');
        const after = [...events, ...back(events)];
        for (const purpose of ['care', 'marketing'] as const)
          for (const seller of ['Lakeside', 'Shore Spa']) {
            const wanted = grantInForce(unstopped, scope(purpose, seller));
            const found = grantInForce(after, scope(purpose, seller));
            expect(found?.wording?.text).toBe(wanted?.wording?.text);
            expect(found && isWritten(found)).toBe(wanted && isWritten(wanted));
          }
        const elsewhere = { ...scope('marketing'), channel: 'email' } as const;
        expect(grantInForce(after, elsewhere)).toEqual(grantInForce(events, elsewhere));
      }),
      { numRuns: 500 },
    );
  });
});
