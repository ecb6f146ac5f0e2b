import { createHash } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { brokenAt, chained } from '../../../domain/consent/chain.ts';
import type { ConsentEvent } from '../../../domain/consent/consent-event.ts';

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
const event = (id: string): ConsentEvent => ({
  id,
  patientId: 'pat_1',
  channel: 'text',
  purpose: 'all',
  action: 'revoke',
  occurredAt: '2026-11-20T16:00:00.000Z',
  recordedAt: '2026-11-20T16:00:01.000Z',
  method: 'keyword',
  actor: 'patient',
  wording: { text: 'STOP', language: 'en' },
});
const history: ConsentEvent[] = [];
for (const id of ['a', 'b', 'c']) history.push(chained(event(id), history.at(-1), sha256));

describe('the chain of consent events', () => {
  test('holds as it was appended, in whatever order the fields come back', () => {
    const turned = history.map(
      (one) => Object.fromEntries(Object.entries(one).toReversed()) as unknown as ConsentEvent,
    );
    expect(brokenAt(turned, sha256)).toBeUndefined();
  });

  test('shows a line that was changed, left out, put in between or moved', () => {
    const [a, b, c] = history as [ConsentEvent, ConsentEvent, ConsentEvent];
    expect(brokenAt([a, { ...b, wording: { text: 'Stop' } }, c], sha256)).toBe(1);
    expect(brokenAt([a, c], sha256)).toBe(1);
    expect(brokenAt([a, chained(event('x'), a, sha256), b, c], sha256)).toBe(2);
    expect(brokenAt([b, a, c], sha256)).toBe(0);
  });
});
