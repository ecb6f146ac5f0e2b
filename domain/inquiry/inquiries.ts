import type { Announcement } from './announcements.ts';
import type { Inquiry, Status } from './inquiry.ts';
import type { InquiryMessage } from './message.ts';
import type { Notice } from './notice.ts';
import type { InquiryEvent } from './timeline-event.ts';

/** The version of an inquiry that a decision was made from. */
export interface Seen {
  readonly id: string;
  readonly run: number;
  readonly revision: number;
}

/** What a change of course may set; `undefined` removes. Guards (run, revision, dueAt, token) are the port's own business. */
export type Course = {
  readonly [K in keyof Omit<Inquiry, 'id' | 'run' | 'revision' | 'dueAt' | 'token' | 'lastEvent'>]?:
    | Inquiry[K]
    | undefined;
};

/** Everything Plan decides from, read strongly. */
export interface InquiryFile {
  readonly inquiry: Inquiry;
  readonly messages: readonly InquiryMessage[];
  readonly notices: readonly Notice[];
  /** The lines of its timeline that were read with it: all but the newest, which stands on the inquiry. */
  readonly events?: readonly InquiryEvent[];
}

export interface Page<T> {
  readonly items: readonly T[];
  /** Opaque; absent on the last page. */
  readonly cursor?: string;
}

/** The inquiries of the practice. Reads by id are strong; lists come from an index and may lag (G6). */
export interface Inquiries {
  find(id: string): Promise<Inquiry | undefined>;
  /** The inquiry with its messages, notices and timeline, strongly read. */
  file(id: string): Promise<InquiryFile | undefined>;
  timeline(id: string): Promise<readonly InquiryEvent[]>;
  /** Inquiries at these locations: open ones by deadline, others by when they were received, newest first. */
  list(query: {
    /** `open`: neither answered, nor waiting on the patient, nor closed. */
    status?: Status | 'open' | undefined;
    locations: readonly string[];
    cursor?: string | undefined;
    limit: number;
  }): Promise<Page<Inquiry>>;

  /** Every inquiry received from one instant to another (ISO, `until` exclusive), from the index; for reports. */
  receivedBetween(from: string, until: string): Promise<readonly Inquiry[]>;

  /** Stores a new inquiry with run 1; false if the id exists already. */
  create(inquiry: Inquiry): Promise<boolean>;
  /** Keeps a message once; the same id again changes nothing. */
  addMessage(message: InquiryMessage): Promise<void>;
  /** Says what became of a message of ours; false where a bounce was faster than the acceptance. */
  settleMessage(
    inquiryId: string,
    messageId: string,
    outcome: {
      state: 'accepted' | 'failed';
      providerId?: string;
      deliveredAt?: string;
      bounceSettled?: boolean;
    },
  ): Promise<boolean>;

  /**
   * G1: one conditional update, only if the revision, and whether it is at rest, are still as seen: revision + 1, token removed, dueAt = now,
   * `event` becomes the timeline's newest line. `nextRun` (G7) raises run in the same update, for an inquiry whose execution ended.
   * `atRest`: nothing was left to do and nothing is, so no plan has to look again and dueAt stays away.
   * Returns the inquiry as it is now and the token to wake, or undefined if somebody was faster.
   */
  changeCourse(
    seen: Inquiry,
    course: Course,
    event: InquiryEvent,
    now: string,
    options?: { nextRun?: boolean; atRest?: boolean },
  ): Promise<{ inquiry: Inquiry; token?: string } | undefined>;

  /** G2: Plan moves dueAt (and what Plan itself decides), only if run and revision are as seen. False if not. */
  plan(seen: Seen, planned: { dueAt: string } & Course): Promise<boolean>;
  /** G2: the waiting execution's token, only if run and revision are as seen. */
  holdToken(seen: Seen, token: string): Promise<boolean>;
  /** G2: nothing is left to do: dueAt is removed, only if run and revision are as seen. */
  rest(seen: Seen): Promise<boolean>;
  /** The automatic message was accepted by its channel: keeps the first time, moves `new` to `acknowledged`. Not a change of course. */
  acknowledged(id: string, at: string): Promise<void>;
  /** G5: marks the reply that is being sent, only if the revision is as seen and no other reply has been pending for 60 s or less. */
  reserveReply(seen: Inquiry, messageId: string, now: string): Promise<boolean>;
  releaseReply(id: string, messageId: string): Promise<void>;

  /** G3: open inquiries whose dueAt is older than `before`, from the index. */
  overdue(before: string): Promise<readonly string[]>;
  /** G3: run + 1, only if run, revision and dueAt are as seen. Returns the new run, or undefined. */
  takeOver(seen: Inquiry): Promise<number | undefined>;

  /** G4: claims a notice's key before the send; false if it was attempted before. */
  beginNotice(notice: Notice): Promise<boolean>;
  /** Writes down what became of an attempt, unless a later one has begun: else that would count as none, and a third could follow. */
  settleNotice(notice: Notice): Promise<void>;
  findNotice(inquiryId: string, key: string): Promise<Notice | undefined>;
  findMessage(inquiryId: string, id: string): Promise<InquiryMessage | undefined>;
  /** Appends a line that is not a change of course. */
  record(inquiryId: string, event: InquiryEvent): Promise<void>;

  /** G6: the lock for one open inquiry per address; returns the inquiry that holds it after the call. */
  lockAddress(addressKey: string, inquiryId: string): Promise<string>;
  /** Keeps that messages from these addresses came to an inquiry, for ever: their erasure goes by it. */
  noteSender(addressKeys: readonly string[], inquiryId: string): Promise<void>;
  /** The inquiry that holds the lock of an address, if one does. */
  addressHolder(addressKey: string): Promise<string | undefined>;
  /** Inquiries with something to tell the practice's other tools, from the index. */
  unannounced(): Promise<readonly Pick<Inquiry, 'id' | 'announcements'>[]>;
  /** They are told, if no more has happened since. */
  announced(id: string, announcements: readonly Announcement[]): Promise<void>;
  /** The newest inquiry of each of these addresses, strongly read, and when a red-flag case before it was closed (ISO). */
  ofAddresses(addressKeys: readonly string[]): Promise<AddressHistory>;
  /** Moves the lock from an inquiry that has ended, only if it is still held by that one; it remembers when a red-flag case was closed. */
  moveLock(addressKey: string, from: string, to: string, caseClosedAt?: string): Promise<boolean>;
}

export interface AddressHistory {
  readonly inquiries: readonly Inquiry[];
  readonly caseClosedAt?: string;
}

/** The machine that keeps the time of an inquiry. */
export interface Escalations {
  /** Starts `inq-<id>-<run>`; the same again is no error. */
  start(inquiryId: string, run: number): Promise<void>;
  /** Wakes a waiting execution with the failure `Replan`; a token that has moved on already is no error. */
  wake(token: string): Promise<void>;
}
