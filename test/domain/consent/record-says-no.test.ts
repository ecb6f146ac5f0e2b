import { expect, test } from '@jest/globals';
import type { ConsentEvent } from '../../../domain/consent/consent-event.ts';
import { importedConsent } from '../../../domain/patient/import-consent.ts';
import { planTouch } from '../../../domain/recall/plan-touch.ts';
import { lakeside } from '../../support/lakeside.ts';
import { onDay, recallRules, treated } from '../../support/recall-record.ts';

const now = '2026-11-20T16:05:00.000Z';

function reasonOf(consents: readonly ConsentEvent[]): string {
  const record = onDay('2026-11-20', { treatments: [treated('botulinum-toxin', '2026-08-20')], consents });
  const patient = { ...record.patient, email: 'rowan@example.com', phone: '+15125550143', region: 'TX' };
  const known = {
    record: { ...record, patient },
    touches: [],
    standing: { openInquiry: false, openCase: false },
    suppressed: [],
    numberContacts: [],
    heldOut: false,
    rates: {},
  };
  const { decision } = planTouch(known, 's', {
    practice: lakeside.identity,
    rules: recallRules,
    law: lakeside.law,
    sequenceOf: ({ type }) => recallRules.sequences[type],
    homeZone: 'America/Chicago',
    now,
  });
  return decision.reason;
}

const patient = { id: 'p1', schema: 1 as const, externalId: '1' };
const evidence = { on: '', how: '', wording: '', now, practice: lakeside.identity };

test('a no of an imported record is told as that, and a patient who unsubscribed as that', () => {
  const no = (['email', 'text', 'call'] as const).flatMap(
    (channel) => importedConsent(patient, { channel, purpose: 'marketing' }, false, evidence) ?? [],
  );
  expect(reasonOf(no)).toContain('email: the record says no to marketing mail');
  expect(reasonOf(no)).toContain('text: the record says no to texts');
  expect(reasonOf(no)).toContain('call: the record says no to calls');
  const [mail] = no;
  if (!mail) throw new Error('there is no consent');
  const revoked = { ...mail, id: 'own', action: 'revoke', actor: 'patient', occurredAt: now } as const;
  expect(reasonOf([...no, revoked])).toContain('email: the patient unsubscribed');
});
