import type { ApparentMinor } from './apparent-age.ts';
import type { Actor, Channel, Contact, Language, Level } from './inquiry.ts';

/** A file that came with a mail; it stays in the bucket under its key. */
export interface Attachment {
  readonly name: string;
  readonly type: string;
  readonly bytes: number;
  readonly key: string;
}

/** What a person agreed to in a form, in the very words that stood beside the box (R43, R68). */
export interface GivenConsent {
  readonly channel: 'sms' | 'email';
  readonly purpose: 'recall';
  readonly wording: string;
  /** ISO instant of the form's sending, and where it stood. */
  readonly at: string;
  readonly page: string;
  /** From where and with what it was sent (R68). */
  readonly ip?: string;
  readonly userAgent?: string;
}

/** A phone call as its carrier told of it. */
export interface Call {
  readonly id: string;
  readonly outcome: 'missed' | 'voicemail' | 'reached';
  readonly seconds?: number;
  /** Where the carrier keeps the recording; its own sign-in guards it. */
  readonly recording?: string;
}

/** One thing said in an inquiry. A patient's message is `received`; ours go `pending` -> `accepted` or `failed`. */
export interface InquiryMessage {
  readonly id: string;
  readonly inquiryId: string;
  readonly direction: 'in' | 'out';
  readonly channel: Channel;
  readonly text: string;
  readonly at: string;
  readonly state: 'received' | 'pending' | 'accepted' | 'failed';
  readonly level?: Level;
  /** Ids of the red-flag rules that matched. */
  readonly flags?: readonly string[];
  readonly author: Actor;
  /** The addresses that a patient's message came from or named: Heard itself answers there and nowhere else. */
  readonly from?: Contact;
  /** The one address that a reply of ours went to: only there it is shown again. */
  readonly to?: Contact;
  /** A reply of ours of which only a link was sent: its words stand on the patient's own page (R27). */
  readonly asLink?: true;
  /** Those addresses were typed: nobody has proved to have them. */
  readonly typed?: true;
  /** It stands beside the conversation that it joined (proved-addresses.ts): staff see it, answers do not go to its sender. */
  readonly beside?: true;
  /** What its sender may be told, by its own words alone: what the practice knows of an address is not told to whoever types it. */
  readonly told?: { readonly level: Level; readonly by: string; readonly treated?: true };
  /** The language that a patient's message is in, where it can be told: what Heard answers to it is in the same. */
  readonly language?: Language;
  /** What stands below the words of a mail: quoted history, a forwarded mail, a signature. */
  readonly below?: string;
  /** What a form asked beside the message, by its label. */
  readonly details?: Readonly<Record<string, string>>;
  readonly call?: Call;
  readonly consents?: readonly GivenConsent[];
  /** Its words say that somebody under 18 wrote, or is to be treated (R36). */
  readonly apparentMinor?: ApparentMinor;
  /** Something spoke for a robot: nobody has agreed to anything by it, also where a red flag is answered. */
  readonly suspected?: true;
  /** A machine sent it: it is never answered by another. */
  readonly byMachine?: true;
  /** STOP, HELP and their like: nobody is acknowledged for it. */
  readonly keyword?: boolean;
  readonly attachments?: readonly Attachment[];
  /** Where the bucket has the mail itself. */
  readonly mailKey?: string;
  /** RFC Message-ID of a mail, for threads. */
  readonly mailId?: string;
  /** When the patient's mail server took it, as far as the channel tells. */
  readonly deliveredAt?: string;
  /** It came back, and its inquiry has been opened again for that. */
  readonly bounceSettled?: boolean;
  readonly deliveryId?: string;
  readonly providerId?: string;
}
