import { describe, expect, test } from '@jest/globals';
import { messageCame } from '../../../domain/inquiry/arrival.ts';
import type { InquiryFile } from '../../../domain/inquiry/inquiries.ts';
import type { Inquiry } from '../../../domain/inquiry/inquiry.ts';
import { fromKnown, knownSender } from '../../../domain/inquiry/known-sender.ts';
import { actionPage } from '../../../lambdas/patient/action-page.ts';
import { notesFor } from '../../../lambdas/patient/physician-note.ts';
import { downtown, fridayMorning, lakeside, later, staffMember } from '../../support/lakeside.ts';
import { memoryPatients } from '../../support/memory-patients.ts';
import { emergencyWords, oneInquiry } from '../../support/one-inquiry.ts';

const now = later(fridayMorning, 5);
const types = lakeside.treatments.treatments;

/** Rowan was treated two days ago, is nervous, and has a husband who may ask; Noor shares the mailbox. */
async function records() {
  const { patients } = memoryPatients();
  const person = { schema: 1, language: 'en', location: 'downtown' } as const;
  await patients.save({
    ...person,
    id: 'pat_1',
    externalId: '1',
    firstName: 'Rowan',
    lastName: 'Ellery',
    phone: '+15125550143',
  });
  await patients.save({ ...person, id: 'pat_2', externalId: '2', firstName: 'Noor', lastName: 'Ellery' });
  for (const [type, on, more] of [
    ['filler-lips', '2026-11-18', { product: 'Filler X', provider: 'okoye' }],
    ['botulinum-toxin', '2026-01-18', { elsewhere: true }],
    ['botulinum-toxin', '2027-01-18', {}],
  ] as const)
    await patients.saveTreatment({ patientId: 'pat_1', id: `${type}#${on}`, type, on, ...more });
  const kit = { name: 'Kit', relation: 'spouse', phone: '+15125550166' };
  await patients.saveCare({
    patientId: 'pat_1',
    nervous: true,
    supportPersons: [kit],
    by: 'marlow',
    at: now,
  });
  return patients;
}

async function file(people: Inquiry['people'], words = emergencyWords): Promise<InquiryFile> {
  const { now: inquiry, inquiries } = await oneInquiry(words, people ? { people } : {});
  const found = await inquiries.file(inquiry().id);
  if (!found) throw new Error('The inquiry is gone.');
  return found;
}

async function shown(
  given: InquiryFile,
  member = 'okoye',
  broken = false,
  sentAt: string | undefined = fridayMorning,
): Promise<string> {
  const patients = await records();
  const fails = { record: () => Promise.reject(new Error('no table')) };
  const ports = {
    patients: broken ? fails : patients,
    treatmentTypes: types,
    practice: lakeside.identity,
    unread: () => {},
  };
  const notes = await notesFor(given.inquiry, staffMember(member), ports, { now, sentAt });
  const page = actionPage(200, {
    file: given,
    member: staffMember(member),
    practice: lakeside.identity,
    staffTemplates: lakeside['staff-templates'],
    now,
    notes,
  });
  return page.body ?? '';
}

describe('the page of a red flag, for a clinician', () => {
  test('says which rules matched, what was done when, who may ask, and whom to call, above the words', async () => {
    const body = await shown(await file([{ patientId: 'pat_1' }]));
    for (const text of [
      'F3, blocked vessel, dying skin',
      'Rowan Ellery',
      'tel:+15125550143',
      'in the window in which every message is urgent',
      'filler lips (Filler X, by okoye), 2 days ago (2026-11-18)',
      'botulinum toxin (elsewhere), 306 days ago',
      'explain each step',
      'Kit (spouse)',
      'tel:+15125550166',
    ])
      expect(body).toContain(text);
    expect(body).not.toContain('2027-01-18');
    expect(body).not.toContain('Several people');
    expect(body.indexOf('Before you call')).toBeLessThan(body.indexOf('What was said'));
  });

  test('names a support person’s relation, and everybody who shares the address', async () => {
    const both = [{ patientId: 'pat_1', relation: 'spouse' }, { patientId: 'pat_2' }];
    const body = await shown(await file(both));
    for (const text of [
      'Their spouse writes for them.',
      'Noor Ellery',
      'no treatment on record',
      'outside every window after a treatment',
      'Several people share this address',
    ])
      expect(body).toContain(text);
  });

  test('says so where no record is known, and where the records cannot be read', async () => {
    expect(await shown(await file(undefined))).toContain('No record is known by this address');
    const broken = await shown(await file([{ patientId: 'pat_1' }]), 'okoye', true);
    expect(broken).toContain('could not be read just now');
    for (const text of ['F3, blocked vessel', 'my lip turned white']) expect(broken).toContain(text);
  });

  test('shows no record a day after its alert, and says what to do', async () => {
    const given = await file([{ patientId: 'pat_1' }]);
    const body = await shown(given, 'okoye', false, later(now, -24 * 60));
    expect(body).toContain('open the newest alert, or sign in');
    expect(body).toContain('F3, blocked vessel');
    expect(body).not.toMatch(/Ellery|filler lips|Kit|5550166|No record/);
    const before = await shown(given, 'okoye', false, later(now, -24 * 60 + 1));
    expect(before).toContain('filler lips');
  });

  test('shows no record once it is closed', async () => {
    const given = await file([{ patientId: 'pat_1' }]);
    const body = await shown({ ...given, inquiry: { ...given.inquiry, status: 'closed' } });
    expect(body).not.toMatch(/Before you call|filler lips|Kit|5550166/);
  });

  test('shows no treatment of whoever a typed address leads to until somebody has taken it over', async () => {
    const given = await file([{ patientId: 'pat_1' }]);
    const typed = { ...given.inquiry, unprovedCase: true } as const;
    const body = await shown({ ...given, inquiry: typed });
    expect(body).toContain('nobody has proved to have the address');
    expect(body).toContain('tel:+15125550143');
    expect(body).not.toMatch(/filler lips|every message is urgent/);
    const claimed = await shown({ ...given, inquiry: { ...typed, claimedAt: now } });
    expect(claimed).toContain('filler lips');
  });

  test('shows nothing of it to others, or of what is no red flag', async () => {
    for (const body of [
      await shown(await file([{ patientId: 'pat_1' }]), 'marlow'),
      await shown(await file([{ patientId: 'pat_1' }], 'Are you open on Saturday?')),
    ])
      expect(body).not.toMatch(/Before you call|filler|Kit|5550166/);
  });
});

test('an inquiry remembers to whom its address leads, five at most', async () => {
  const patients = await records();
  const record = await patients.record('pat_1');
  if (!record) throw new Error('Rowan is gone.');
  const arrival = messageCame({
    id: 'first'.padEnd(24, 'x'),
    receivedAt: fridayMorning,
    channel: 'web-form',
    source: 'src_typeform',
    location: downtown,
    contact: {},
    text: 'Hello',
    language: 'en',
    assessment: { level: 'R', flags: [] },
  });
  const people = (count: number) =>
    knownSender(
      Array.from({ length: count }, () => ({ record, relation: 'spouse' })),
      types,
      { now, zone: downtown.zone },
    ).people;
  expect(people(0)).toBeUndefined();
  expect(people(1)).toEqual([{ patientId: 'pat_1', relation: 'spouse' }]);
  expect(people(9)).toHaveLength(5);
  const sender = knownSender([{ record }], types, { now, zone: downtown.zone });
  expect(fromKnown(arrival, sender).people).toEqual([{ patientId: 'pat_1' }]);
});
