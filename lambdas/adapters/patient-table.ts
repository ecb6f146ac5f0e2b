import type { Patient } from '../../domain/patient/patient.ts';
import type { Patients } from '../../domain/patient/patients.ts';
import { consentItems } from './consent-items.ts';
import { contactLinks } from './contact-links.ts';
import { type Documents, documents, pageOf, partition } from './documents.ts';
import { householdItems } from './household-items.ts';
import { patientEntries } from './patient-entries.ts';
import { patientKey, patientPk, without } from './patient-items.ts';
import { recordFrom } from './patient-record.ts';
import { recallItems } from './recall-items.ts';

/** Of an erased person the head, which then says nothing, and the evidence are kept. */
const staysForever = (sk: string): boolean =>
  sk === 'patient' || sk === 'erasure' || sk.startsWith('consent#');

type People = Pick<Patients, 'record' | 'list' | 'save' | 'saveErasure' | 'saveCopyRequest' | 'forget'>;

const people = (items: Documents): People => ({
  record: async (id) => recordFrom(await items.all(partition(patientPk(id)))),
  list: ({ cursor, limit }) =>
    pageOf<Patient>(
      items,
      {
        IndexName: 'by-name',
        KeyConditionExpression: 'listShard = :shard',
        ExpressionAttributeValues: { ':shard': 'patients' },
        Limit: limit,
      },
      cursor,
      without,
    ),
  // Who was merged away or erased is on no list.
  save: (patient) =>
    items.put({
      ...patientKey(patient.id, 'patient'),
      ...patient,
      ...(patient.mergedInto || patient.erasedAt ? {} : { listShard: 'patients' }),
    }),
  saveErasure: (erasure) => items.put({ ...patientKey(erasure.patientId, 'erasure'), ...erasure }),
  saveCopyRequest: (request) => items.put({ ...patientKey(request.patientId, 'copy'), ...request }),
  forget: async (patientId) => {
    for (const { sk } of await items.all(partition(patientPk(patientId))))
      if (!staysForever(String(sk))) await items.remove(patientKey(patientId, String(sk)));
  },
});

type Circumstances = Pick<
  Patients,
  | 'saveCare'
  | 'saveGuardian'
  | 'removeGuardian'
  | 'saveMinorMark'
  | 'saveDirection'
  | 'saveSetting'
  | 'saveCheck'
>;

/** What is noted about a person, other than what was done. */
const circumstances = (items: Documents): Circumstances => ({
  saveCare: (care) => items.put({ ...patientKey(care.patientId, 'care'), ...care }),
  saveGuardian: (guardian) => items.put({ ...patientKey(guardian.patientId, 'guardian'), ...guardian }),
  removeGuardian: (patientId) => items.remove(patientKey(patientId, 'guardian')),
  saveMinorMark: async (mark) => {
    await items.putIf(
      { ...patientKey(mark.patientId, 'minorMark'), ...mark },
      {
        expression: 'attribute_not_exists(pk) OR #at < :at OR (#at = :at AND attribute_not_exists(cleared))',
        names: { '#at': 'at' },
        values: { ':at': mark.at },
      },
    );
  },
  saveDirection: (direction) =>
    items.put({ ...patientKey(direction.patientId, `direction#${direction.treatment}`), ...direction }),
  saveSetting: (setting) =>
    items.put({ ...patientKey(setting.patientId, `setting#${setting.id}`), ...setting }),
  saveCheck: (check) =>
    items.put({ ...patientKey(check.patientId, `check#${check.kind}#${check.number}`), ...check }),
});

type Wishes = Pick<Patients, 'savePreferences' | 'addPreferenceEvent' | 'addConsent'>;

/** What patients say of how they are written to: whoever waited for that is looked at again. */
const wishes = (
  items: Documents,
  { addConsent }: Pick<Patients, 'addConsent'>,
  { lookSoon }: Pick<Patients, 'lookSoon'>,
): Wishes => ({
  savePreferences: async (preferences) => {
    await items.put({ ...patientKey(preferences.patientId, 'preferences'), ...preferences });
    await lookSoon(preferences.patientId, preferences.at);
  },
  addPreferenceEvent: async (event) => {
    await items.putIf({ ...patientKey(event.patientId, `wish#${event.id}`), ...event });
  },
  addConsent: async (event) => {
    await addConsent(event);
    if (event.action === 'grant') await lookSoon(event.patientId, event.recordedAt);
  },
});

/** The patients in their table: one partition a person. */
export function patientTable(table: string): Patients {
  const items = documents(table);
  const consents = consentItems(items);
  const recall = recallItems(items);
  return {
    ...people(items),
    ...contactLinks(items),
    ...householdItems(items),
    ...circumstances(items),
    ...patientEntries(items),
    ...recall,
    ...consents,
    ...wishes(items, consents, recall),
  };
}
