import { addressText } from '../../domain/inquiry/proved-addresses.ts';
import type { PatientWay } from '../../domain/message/patient-ways.ts';
import { addresseeOf, signLink } from './signed-link.ts';

const patientLinkDays = 60;

/** Makes links to the patient's own page of an inquiry, each for the one address that it is sent to. */
export const ownPageLink =
  (linkKey: () => Promise<string>, publicUrl: string) =>
  async (inquiryId: string, to: PatientWay): Promise<string> => {
    const expiresAt = new Date(Date.now() + patientLinkDays * 86_400_000).toISOString();
    const key = await linkKey();
    const person = addresseeOf(key, addressText(to));
    return `${publicUrl}/i/${signLink(key, { purpose: 'inquiry', subject: inquiryId, person, expiresAt })}`;
  };
