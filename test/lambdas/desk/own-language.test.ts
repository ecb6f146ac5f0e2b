import { expect, test } from '@jest/globals';
import { samplePatient } from '../../../domain/message/sample-patient.ts';
import type { LetterBatch, Piece } from '../../../domain/recall/letter-batch.ts';
import type { CallTask, Touch } from '../../../domain/recall/touch.ts';
import { letterPieces } from '../../../lambdas/desk/letter-pieces.ts';
import { touchOperations } from '../../../lambdas/desk/operations/touches.ts';
import { fridayMorning, lakeside, staffMember } from '../../support/lakeside.ts';

const sample = samplePatient('en', 'downtown', true);
const postal = { lines: ['1 Elm Street'], city: 'Austin', postalCode: '78701' };
const record = {
  ...sample,
  patient: { ...sample.patient, postal },
  preferences: { patientId: 'p1', language: 'es' as const, at: fridayMorning, by: 'patient' },
};
const touch = {
  id: 'p1.2026-11-20',
  patientId: 'p1',
  on: '2026-11-20',
  class: 'recall',
  template: 'due',
  items: [{ id: 'due#botulinum-toxin', episode: 'e', attempts: 0, attempt: 0 }],
} as unknown as Touch;
const words = {
  practice: lakeside.identity,
  templates: lakeside['recall-templates'],
  layout: lakeside['recall-layout'],
  revealing: lakeside['revealing-words'],
  treatments: lakeside.treatments.treatments,
};

test('letters are in the language that the patient chose on their page', async () => {
  const kept: Record<string, string> = {};
  const keep = async (key: string, body: Uint8Array | string) => {
    kept[key] = `${body}`;
  };
  const batch = { id: 'b1', channel: 'letter', state: 'open', touches: [], at: fridayMorning, by: 'sato' };
  const make = letterPieces(words, { key: (_id, ending) => ending, keep });
  await make(batch as LetterBatch, [{ touch, record } as unknown as Piece]);
  expect(kept.csv).toContain(',due,es,');
});

test('so is what is said on a call', async () => {
  const task: CallTask = {
    id: touch.id,
    touchId: touch.id,
    patientId: 'p1',
    location: 'downtown',
    kind: 'call',
    dueOn: touch.on,
    why: 'call',
    script: 'due',
    // One that is open is asked of again, which takes more of a house than words do.
    state: 'done',
  };
  const operations = touchOperations({
    patients: { record: async () => record },
    outreach: { task: async () => task, findTouch: async () => touch },
    words,
  } as unknown as Parameters<typeof touchOperations>[0]);
  const call = operations.find(({ id }) => id === 'callTask');
  const asked = { member: staffMember('marlow'), parameters: { id: task.id }, now: fridayMorning };
  const answer = await call?.run(asked as never);
  expect(answer?.body).toMatchObject({ words: { opening: expect.stringMatching(/Hola|Buen/) } });
});
