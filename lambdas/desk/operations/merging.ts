import * as z from 'zod/mini';
import { duplicatesOf } from '../../../domain/patient/duplicates.ts';
import { mergeRecords } from '../../../domain/patient/merge-records.ts';
import { type Operation, operation } from '../operation.ts';
import { PatientView } from '../recall-schemas.ts';
import { patientView } from '../recall-view.ts';
import { type RecordPorts, recordOf } from '../record-access.ts';
import { RecordView } from '../record-schemas.ts';
import { recordView } from '../record-view.ts';

/** Two records of one person: found by what they share, merged by people. */
export const mergingOperations = (ports: RecordPorts): readonly Operation[] => [
  operation({
    id: 'listDuplicates',
    method: 'GET',
    path: '/v1/patients/{id}/duplicates',
    summary: 'Who may be the same person: the same address, or the same name and birth date',
    success: {
      status: 200,
      schema: z.object({
        items: z.array(
          z.object({
            patient: PatientView,
            same: z.array(z.enum(['email', 'phone', 'name-and-birth-date'])),
          }),
        ),
      }),
    },
    run: async ({ parameters }) => {
      const found = await duplicatesOf(await recordOf(ports, parameters.id), ports);
      return { body: { items: found.map(({ patient, same }) => ({ patient: patientView(patient), same })) } };
    },
  }),
  operation({
    id: 'mergePatients',
    method: 'POST',
    path: '/v1/patients/{id}/merge',
    summary:
      'Make one record of two: everything of both is kept, with the most restrictive consent; the other id leads here from then on',
    roles: ['manager', 'physician', 'extender'],
    body: z.strictObject({
      other: z.string().check(z.regex(/^pat_[0-9a-f]{24}$/, 'name a patient by their id here')),
    }),
    success: { status: 200, schema: RecordView },
    subjects: ({ other }) => [other],
    run: async ({ parameters: { id = '' }, body: { other }, member, now }) => {
      await mergeRecords({ ...ports, now }, { id, other }, { by: member.id, now });
      return { body: recordView(await recordOf(ports, id)) };
    },
  }),
];
