import { DomainError } from '../../../domain/errors.ts';
import { edited } from '../../../domain/patient/edit-patient.ts';
import { mustHaveBeen } from '../../../domain/patient/has-been.ts';
import { keepHead } from '../../../domain/patient/keep-patient.ts';
import type { Patient } from '../../../domain/patient/patient.ts';
import { refreshItems } from '../../../domain/patient/refresh-items.ts';
import { type Operation, operation } from '../operation.ts';
import { changed, type RecordPorts, recordOf } from '../record-access.ts';
import { NewPatient, PatientChanges, RecordView } from '../record-schemas.ts';
import { recordView } from '../record-view.ts';

/** A patient's record, read and written by the staff and by the practice's other software. */
export function recordOperations(ports: RecordPorts): readonly Operation[] {
  const { practice, patients } = ports;
  return [
    operation({
      id: 'createPatient',
      method: 'POST',
      path: '/v1/patients',
      summary: 'A new patient; nothing is assumed consented',
      body: NewPatient,
      success: { status: 201, schema: RecordView },
      run: async ({ body: { externalId: given, ...body }, now, newId }) => {
        const externalId = given ?? `heard-${newId()}`;
        const id = await ports.patientId(externalId);
        const standing = await patients.record(id);
        if (standing)
          throw new DomainError(
            'conflict',
            standing.patient.erasedAt
              ? 'A person with this id was erased: give whoever has come back another id.'
              : 'A patient with this id is here already: change that one.',
          );
        const blank: Patient = {
          id,
          schema: 1,
          externalId,
          firstName: '',
          lastName: '',
          language: 'en',
          location: practice.locations[0]?.id ?? '',
        };
        const patient = edited(blank, body, practice);
        mustHaveBeen(patient, { birthDate: body.birthDate }, { practice, now });
        await keepHead(ports, patient, undefined);
        await refreshItems({ ...ports, now }, id);
        return { about: [id], body: recordView(await recordOf(ports, id)) };
      },
    }),
    operation({
      id: 'getPatient',
      method: 'GET',
      path: '/v1/patients/{id}',
      summary: 'Everything that is known of a patient',
      success: { status: 200, schema: RecordView },
      run: async ({ parameters }) => ({ body: recordView(await recordOf(ports, parameters.id)) }),
    }),
    operation({
      id: 'changePatient',
      method: 'PATCH',
      path: '/v1/patients/{id}',
      summary: 'Correct a patient; a new address starts without consent',
      body: PatientChanges,
      success: { status: 200, schema: RecordView },
      run: ({ parameters: { id }, body, now }) =>
        changed(ports, { id, now }, (record) => {
          const patient = edited(record.patient, body, practice);
          mustHaveBeen(patient, { birthDate: body.birthDate }, { practice, now });
          return keepHead(ports, patient, record);
        }),
    }),
  ];
}
