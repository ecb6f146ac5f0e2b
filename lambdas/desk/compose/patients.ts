import recall from 'practice:recall';
import treatments from 'practice:treatments';
import { correspondenceTable } from '../../adapters/correspondence-table.ts';
import { deliveryTable } from '../../adapters/delivery-table.ts';
import { footprintTable } from '../../adapters/footprint-table.ts';
import { letterKey } from '../../adapters/letter-files.ts';
import { removeFiles } from '../../adapters/remove-files.ts';
import { addressKeysOf } from '../../kit/address-key.ts';
import { patientIdOf, addressKeysOf as patientKeysOf } from '../../kit/patient-keys.ts';
import { sha256 } from '../../kit/sha256.ts';
import type { Operation } from '../operation.ts';
import { consentOperations } from '../operations/consent.ts';
import { importOperations } from '../operations/imports.ts';
import { mergingOperations } from '../operations/merging.ts';
import { minorOperations } from '../operations/minors.ts';
import { patientOperations } from '../operations/patients.ts';
import { settingOperations } from '../operations/recall-settings.ts';
import { entryOperations } from '../operations/record-entries.ts';
import { recordedConsentOperations } from '../operations/recorded-consent.ts';
import { recordOperations } from '../operations/records.ts';
import { registerOperations } from '../operations/registers.ts';
import { retractionOperations } from '../operations/retractions.ts';
import { subjectRightsOperations } from '../operations/subject-rights.ts';
import { addressKey, environment, outreach, practice, recalls, records } from './ports.ts';

/** What the desk does with patients: their records, what they agreed to, and what they may ask of the practice. */
export const patientDesk: readonly Operation[] = [
  ...patientOperations(records),
  ...recordOperations(records),
  ...entryOperations(records),
  ...retractionOperations(records),
  ...settingOperations(records),
  ...mergingOperations(records),
  ...minorOperations(records),
  ...consentOperations(recalls),
  ...recordedConsentOperations(records),
  ...registerOperations({
    patients: recalls.patients,
    outreach,
    practice,
    phoneKey: async (number) => patientKeysOf(await addressKey(), { phone: number }).phone ?? '',
    taskId: (of) => sha256(of).slice(0, 24),
  }),
  ...importOperations({
    ...recalls,
    systems: recall.value.import.systems,
    importContext: async () => {
      const key = await addressKey();
      const { treatments: types, products } = treatments.value;
      return { practice, types, products, patientId: (externalId) => patientIdOf(key, externalId) };
    },
  }),
  ...subjectRightsOperations({
    ...records,
    suppress: outreach.suppress,
    addTask: outreach.addTask,
    correspondence: correspondenceTable(environment.INQUIRY_TABLE),
    footprints: footprintTable(environment.OUTREACH_TABLE),
    senderKeys: async (contact) => addressKeysOf(await addressKey(), contact),
    removeFiles: removeFiles(environment.MAIL_BUCKET),
    forgetDelivery: deliveryTable(environment.DELIVERY_TABLE).forget,
    letterKeys: (batchId) => [letterKey(batchId, 'pdf'), letterKey(batchId, 'csv')],
  }),
];
