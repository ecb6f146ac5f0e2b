import { describe, expect, test } from '@jest/globals';
import type { Arrival } from '../../../domain/inquiry/arrival.ts';
import { fromKnown, knownSender } from '../../../domain/inquiry/known-sender.ts';
import type { PatientRecord } from '../../../domain/patient/patient.ts';
import { assessor } from '../../../domain/red-flag/assess.ts';
import { lakeside } from '../../support/lakeside.ts';

const assess = assessor(lakeside['red-flags']);
const types = lakeside.treatments.treatments;
const at = { now: '2026-11-20T16:00:00.000Z', zone: 'America/Chicago' };

/** A patient with these treatments: type and local day. */
const treated = (...treatments: readonly (readonly [string, string])[]) =>
  ({
    patient: { id: 'p1', language: 'en' },
    treatments: treatments.map(([type, on]) => ({ patientId: 'p1', id: `${type}#${on}`, type, on })),
  }) as unknown as PatientRecord;

function levelFor(text: string, records: readonly PatientRecord[], given: Partial<Arrival> = {}) {
  const arrival = { assessment: assess(text), contact: {}, language: 'en', ...given } as Arrival;
  const known = knownSender(
    records.map((record) => ({ record })),
    types,
    at,
  );
  return fromKnown(arrival, known).assessment;
}

const toxin = ['botulinum-toxin', '2026-11-10'] as const;
const lid = 'My left eyelid is drooping since this morning';

describe('a lid that hangs', () => {
  test.each([lid, 'Se me cayó el párpado derecho', 'my eyelid wont open all the way'])(
    'after toxin as the only treatment on record is urgent and no emergency: %s',
    (text) => {
      expect(assess(text).level).toBe('E0');
      expect(levelFor(text, [treated(toxin)])).toEqual({ level: 'U', flags: ['F5'] });
      expect(levelFor(text, [treated(['daxibotulinum-toxin', '2026-10-20'], toxin)]).level).toBe('U');
    },
  );

  test.each([
    ['nobody is known', []],
    ['nothing is on record', [treated()]],
    ['a filler is on record too', [treated(toxin, ['filler-lips', '2025-01-10'])]],
    ['a treatment of a type that nobody knows is', [treated(toxin, ['something-new', '2025-01-10'])]],
    ['the toxin was too long ago', [treated(['botulinum-toxin', '2026-10-08'])]],
    ['two people share the address', [treated(toxin), treated(toxin)]],
  ])('stays an emergency where %s', (_why, records) => {
    expect(levelFor(lid, records)).toMatchObject({ level: 'E0', flags: ['F1'] });
  });

  test('stays one where the address was only typed, or somebody asks for the patient', () => {
    expect(levelFor(lid, [treated(toxin)], { typed: true }).level).toBe('E0');
    const known = knownSender([{ record: treated(toxin), relation: 'spouse' }], types, at);
    const arrival = { assessment: assess(lid), contact: {}, language: 'en' } as Arrival;
    expect(fromKnown(arrival, known).assessment.level).toBe('E0');
  });

  test.each([
    'My eyelid is drooping and I see double',
    'my eyelid droops and the pain in my eye is terrible',
    'My eyelid is drooping and I cannot swallow',
    'mi párpado está caído y se me cae la boca de un lado',
  ])('stays one beside another sign: %s', (text) => {
    expect(levelFor(text, [treated(toxin)]).level).toBe('E0');
  });
});
