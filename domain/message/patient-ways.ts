import type { Channel, Contact } from '../inquiry/inquiry.ts';
import type { Practice } from '../practice/practice.ts';

/** One way by which a message can go to a patient. */
export type PatientWay =
  | { readonly channel: 'email'; readonly to: string }
  | { readonly channel: 'sms'; readonly to: string }
  | {
      readonly channel: SocialChannel;
      readonly person: string;
      readonly page: string;
      readonly source: string;
    };
export type SocialChannel = 'messenger' | 'instagram' | 'whatsapp';

const social: readonly Channel[] = ['messenger', 'instagram', 'whatsapp'];
/** Whether a channel is a chat of Meta's. */
export const isSocial = (channel: Channel): channel is SocialChannel => social.includes(channel);

/** On which ways an answer is in kind, for each channel that a patient may use: the first that is there. */
const inKind: Readonly<Record<Channel, readonly ('email' | 'sms' | 'account')[]>> = {
  email: ['email', 'sms', 'account'],
  'web-form': ['email', 'sms', 'account'],
  sms: ['sms', 'email', 'account'],
  phone: ['sms', 'email', 'account'],
  messenger: ['account', 'sms', 'email'],
  instagram: ['account', 'sms', 'email'],
  whatsapp: ['account', 'sms', 'email'],
  'walk-in': ['sms', 'email', 'account'],
};

/**
 * The ways to a patient, the one in kind first: what the practice has not set up, and what the patient has not given, is none. Empty
 * when only a call is left.
 */
export function waysTo(contact: Contact, used: Channel, practice: Practice): readonly PatientWay[] {
  return inKind[used].flatMap((kind): readonly PatientWay[] => {
    if (kind === 'email') return contact.email ? [{ channel: 'email', to: contact.email }] : [];
    if (kind === 'sms')
      return contact.phone && practice.channels?.text ? [{ channel: 'sms', to: contact.phone }] : [];
    const { account } = contact;
    if (!account || !isSocial(account.channel) || !practice.channels?.social?.includes(account.channel))
      return [];
    return [{ ...account, channel: account.channel }];
  });
}

/** Whether a way is of the channel that is asked for. */
export const isOf = (way: PatientWay, channel: Channel | undefined): boolean =>
  channel === undefined || way.channel === channel;
