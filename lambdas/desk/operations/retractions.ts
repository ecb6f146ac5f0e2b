import * as z from 'zod/mini';
import { DomainError } from '../../../domain/errors.ts';
import { isKnown, retractionId } from '../../../domain/patient/retraction.ts';
import { type Operation, operation } from '../operation.ts';
import { changed, type RecordPorts } from '../record-access.ts';
import { RecordView } from '../record-schemas.ts';

const Retract = z.strictObject({
  kind: z.enum(['treatment', 'purchase', 'consultation', 'series']),
  entry: z.string().check(z.minLength(1), z.maxLength(120)),
  reason: z.string().check(z.minLength(3), z.maxLength(500)),
});

/** Taking back what was recorded by mistake. */
export const retractionOperations = (ports: RecordPorts): readonly Operation[] => [
  operation({
    id: 'retractEntry',
    method: 'POST',
    path: '/v1/patients/{id}/retractions',
    summary:
      'A treatment, purchase, consultation or series that was recorded by mistake: it counts for nothing any more, and no import brings it back; recording it again does',
    body: Retract,
    success: { status: 200, schema: RecordView },
    run: ({ parameters: { id }, body: { kind, entry, reason }, member, now }) =>
      changed(ports, { id, now }, (record) => {
        if (!isKnown(record, kind, entry))
          throw new DomainError('not-found', 'There is no such entry in the record.');
        return ports.patients.retract({
          patientId: record.patient.id,
          id: retractionId(kind, entry),
          reason,
          by: member.id,
          at: now,
        });
      }),
  }),
];
