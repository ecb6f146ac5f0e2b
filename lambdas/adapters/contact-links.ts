import { type Patients, strongest } from '../../domain/patient/patients.ts';
import { type Documents, partition } from './documents.ts';

const contactPk = (addressKey: string): string => `contact#${addressKey}`;
const ownLink = (addressKey: string, patientId: string) => ({ pk: contactPk(addressKey), sk: patientId });
/** Beside the patient's own: somebody who asks for them may share their number. */
const supportLink = (addressKey: string, patientId: string) => ({
  pk: contactPk(addressKey),
  sk: `${patientId}~support`,
});

/** Whom an address leads to. */
export const contactLinks = (items: Documents): Pick<Patients, 'link' | 'unlink' | 'byAddress'> => ({
  link: async (addressKeys, patientId, relation) => {
    for (const key of addressKeys)
      await items.put(
        relation
          ? { ...supportLink(key, patientId), patientId, relation }
          : { ...ownLink(key, patientId), patientId },
      );
  },
  unlink: async (addressKeys, patientId, as) => {
    for (const key of addressKeys) {
      if (as !== 'support') await items.remove(ownLink(key, patientId));
      if (as !== 'own') await items.remove(supportLink(key, patientId));
    }
  },
  byAddress: async (addressKeys) => {
    const pages = await Promise.all(addressKeys.map((key) => items.all(partition(contactPk(key)))));
    return strongest(
      pages.flat().map(({ sk, patientId, relation }) => ({
        id: String(patientId ?? sk),
        ...(relation ? { relation: String(relation) } : {}),
      })),
    );
  },
});
