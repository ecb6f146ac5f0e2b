import type { Language } from '../inquiry/inquiry.ts';
import type { MessageClass, OutreachChannel } from '../recall/recall-rules.ts';

/** What a patient wishes of how they are written to: said on the preference page, or to the staff. */
export interface Preferences {
  readonly patientId: string;
  /** Tried first. */
  readonly channel?: OutreachChannel;
  readonly bestTime?: 'morning' | 'afternoon' | 'evening';
  readonly topicsOff?: readonly Exclude<MessageClass, 'care'>[];
  /** Confidential communication (R27): never by these, or by no other than these. */
  readonly forbids?: readonly OutreachChannel[];
  readonly onlyBy?: readonly OutreachChannel[];
  readonly language?: Language;
  /** Kept beside what the practice's own system says, so that no import overwrites it unseen. */
  readonly stated?: StatedContact;
  /** ISO instant. */
  readonly at: string;
  readonly by: string;
}

/** One change of what a patient wishes: appended once, never changed, as consent is. */
export interface PreferenceEvent {
  readonly id: string;
  readonly patientId: string;
  readonly what: 'topics' | 'language' | 'best-time' | 'ways-of-contact';
  /** In words. */
  readonly from: string;
  readonly to: string;
  /** ISO instant. */
  readonly at: string;
  /** `patient`, or a staff member's id. */
  readonly by: string;
}

/** Contact details that a patient gave on the preference page; staff check them. A new number starts without consent (R69). */
export interface StatedContact {
  readonly email?: string;
  readonly phone?: string;
  /** ISO instant. */
  readonly at: string;
}
