import type { TouchLinks } from '../../domain/message/compose-touch.ts';
import type { Touch } from '../../domain/recall/touch.ts';
import { addressKey } from './address-key.ts';
import { signLink } from './signed-link.ts';

export interface LinkPorts {
  readonly linkKey: () => Promise<string>;
  readonly addressKey: () => Promise<string>;
  readonly publicUrl: string;
}

/** Mails are forwarded, and mailboxes change hands. */
const preferencesMilliseconds = 90 * 86_400_000;

/**
 * The links of a message. The one to unsubscribe never expires (R19) and stops the address it was sent to, so it says that address by its key;
 * the one to the preferences opens a page that says more of the patient, and works for 90 days.
 */
export const touchLinks =
  ({ linkKey, addressKey: addressSecret, publicUrl }: LinkPorts) =>
  async (
    { id: subject, patientId: person }: Pick<Touch, 'id' | 'patientId'>,
    email: string | undefined,
    now: string,
  ): Promise<TouchLinks> => {
    const key = await linkKey();
    const address = email === undefined ? {} : { address: addressKey(await addressSecret(), 'email', email) };
    const expiresAt = new Date(Date.parse(now) + preferencesMilliseconds).toISOString();
    return {
      unsubscribe: `${publicUrl}/u/${signLink(key, { purpose: 'unsubscribe', subject, person, ...address })}`,
      preferences: `${publicUrl}/p/${signLink(key, { purpose: 'preferences', subject, person, expiresAt })}`,
    };
  };
