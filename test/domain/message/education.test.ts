import { describe, expect, test } from '@jest/globals';
import type { ConsentEvent } from '../../../domain/consent/consent-event.ts';
import { composeMail } from '../../../domain/message/compose-touch.ts';
import { carriedBy, type Education, type EducationItem } from '../../../domain/message/education.ts';
import type { Preferences } from '../../../domain/patient/preferences.ts';
import type { Touch } from '../../../domain/recall/touch.ts';
import { crossChecks } from '../../../lib/practice/cross-checks.ts';
import { fridayMorning, lakeside } from '../../support/lakeside.ts';
import { emptyRecord } from '../../support/recall-record.ts';

const item = (id: string, changes: Partial<EducationItem> = {}): EducationItem => ({
  id,
  kind: 'education',
  title: { en: `Title ${id}`, es: `Título ${id}` },
  text: { en: `Text ${id}`, es: `Texto ${id}` },
  reviewedBy: 'okoye',
  reviewedOn: '2026-11-20',
  ...changes,
});
const { reviewedBy: _by, ...unread } = item('unread');
const library: Education = {
  carriedBy: ['due'],
  items: [item('a'), unread, item('b'), item('c', { kind: 'recommendation' })],
};
const touch = (attempt: number, changes: Partial<Touch> = {}): Touch => ({
  id: 'p1.2026-11-20',
  schema: 1,
  patientId: 'p1',
  location: 'downtown',
  on: '2026-11-20',
  sweepId: 's',
  channel: 'email',
  otherwise: [],
  class: 'recall',
  template: 'due',
  items: [{ id: 'due#botulinum-toxin', episode: 'e', attempts: attempt, attempt }],
  state: 'planned',
  sendAt: '2026-11-20T15:00:00.000Z',
  ...changes,
});

const agreed: ConsentEvent = {
  id: 'c1',
  patientId: 'p1',
  channel: 'email',
  purpose: 'marketing',
  action: 'grant',
  occurredAt: '2026-01-01',
  recordedAt: fridayMorning,
  method: 'web-checkbox',
  actor: 'patient',
  address: 'rowan@example.com',
};
const knows = (
  { topicsOff = [] }: Pick<Preferences, 'topicsOff'> = {},
  consents: readonly ConsentEvent[] = [agreed],
) => ({
  ...emptyRecord,
  consents,
  preferences: { patientId: 'p1', topicsOff, at: fridayMorning, by: 'patient' },
});

describe('what a mail of recall carries', () => {
  test('is nothing where the patient agreed to recall alone', () => {
    expect(
      carriedBy(touch(0), library, knows({}, [{ ...agreed, only: 'recall' }]), fridayMorning),
    ).toBeUndefined();
    expect(carriedBy(touch(0), library, knows({}, []), fridayMorning)).toBeUndefined();
  });

  test('is another at each attempt, and never one that nobody has reviewed', () => {
    const carried = [0, 1, 2, 3].map(
      (attempt) => carriedBy(touch(attempt), library, knows(), fridayMorning)?.id,
    );
    expect(carried).toEqual(['a', 'b', 'c', 'a']);
  });

  test.each<[string, Touch]>([
    ['a text', touch(0, { channel: 'text' })],
    ['care', touch(0, { class: 'care' })],
    ['another recall type', touch(0, { items: [{ id: 'lapsed', episode: 'e', attempts: 0, attempt: 0 }] })],
    ['a campaign', touch(0, { items: [{ id: 'campaign#c1', episode: 'e', attempts: 0, attempt: 0 }] })],
  ])('is nothing for %s', (_name, one) => {
    expect(carriedBy(one, library, knows(), fridayMorning)).toBeUndefined();
  });

  test('is what the patient has not turned off', () => {
    expect(carriedBy(touch(0), library, knows({ topicsOff: ['education'] }), fridayMorning)?.id).toBe('c');
    expect(carriedBy(touch(2), library, knows({ topicsOff: ['marketing'] }), fridayMorning)?.id).toBe('a');
    expect(
      carriedBy(touch(0), library, knows({ topicsOff: ['marketing', 'education'] }), fridayMorning),
    ).toBeUndefined();
  });

  test('stands in the frame of the mail, and leaves no gap where there is none', () => {
    const words = {
      practice: lakeside.identity,
      templates: lakeside['recall-templates'],
      layout: lakeside['recall-layout'],
      revealing: lakeside['revealing-words'],
      treatments: lakeside.treatments.treatments,
    };
    const links = { unsubscribe: 'https://example.com/u/1', preferences: 'https://example.com/p/1' };
    const plain = composeMail(touch(0), emptyRecord, links, words);
    const mail = composeMail(touch(0), emptyRecord, links, { ...words, carried: library.items[0] });
    expect(mail.text).toContain('\n\nTitle a: Text a\n');
    expect(mail.findings).toEqual([]);
    expect(plain.text).toBe(mail.text.replace('\n\nTitle a: Text a', ''));
    const spanish = { ...emptyRecord, patient: { ...emptyRecord.patient, language: 'es' as const } };
    expect(composeMail(touch(0), spanish, links, { ...words, carried: library.items[0] }).text).toContain(
      'Texto a',
    );
  });

  test('is refused by the check when no provider has reviewed it, or when it reveals', () => {
    const wrong = (one: EducationItem) =>
      crossChecks({ ...lakeside, education: { carriedBy: [], items: [one] } }).map(({ message }) => message);
    expect(wrong(item('fine'))).toEqual([]);
    expect(wrong(unread)).toEqual([expect.stringContaining('no provider has reviewed')]);
    expect(wrong(item('by-desk', { reviewedBy: 'marlow' }))).toEqual([
      expect.stringContaining('marlow is no'),
    ]);
    expect(wrong(item('named', { text: { en: 'Botox', es: 'Bien' } }))).toEqual([
      expect.stringContaining('names a treatment'),
    ]);
  });
});
