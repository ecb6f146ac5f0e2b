import type { MailEnd } from './mail-sender.ts';

/** One raw request as a source sent it. `body` is text, or base64 where the bytes are not UTF-8 (`encoding`). */
export interface Delivery {
  /** Hash of source and idempotency key. */
  readonly id: string;
  readonly schema: 1;
  readonly source: string;
  readonly receivedAt: string;
  readonly contentType: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Parameters of the URL that the source keeps, and what stood behind the source in its path. */
  readonly query?: Readonly<Record<string, string>>;
  readonly path?: string;
  readonly encoding: 'utf8' | 'base64';
  readonly body: string;
  /** Set once every message in it stands in an inquiry or in the review queue. */
  readonly registeredAt?: string;
  readonly inquiryIds?: readonly string[];
  /** Why it needs a person: its mapping failed. */
  readonly review?: string;
  /** How many of its messages were none by the source's own rules: receipts, echoes, calls still ringing. */
  readonly ignored?: number;
  /** Why its mail ended without an inquiry: a machine's answer, a report of a delivery, Heard's own mail. */
  readonly ended?: MailEnd;
  /** How often its registration has begun, and when the watch began it last; absent while only the first has. */
  readonly registrationRun?: number;
  readonly registrationAt?: string;
}

/** A stored delivery that is not registered yet. `receivedAt` is an ISO instant. */
export interface Unregistered {
  readonly id: string;
  readonly receivedAt: string;
}

/** The raw requests. */
export interface Deliveries {
  /** Stores once; `registered` tells whether the one that is there has been through registration. */
  store(delivery: Delivery): Promise<{ stored: boolean; registered: boolean; receivedAt: string }>;
  /** When a delivery was stored, if it was. */
  receivedAt(id: string): Promise<{ receivedAt: string; registered: boolean } | undefined>;
  /** Counts one more message of a source, or of a connection, in the span that begins at a minute (ISO); gives the count. */
  count(of: string, minute: string): Promise<number>;
  find(id: string): Promise<Delivery | undefined>;
  settle(
    id: string,
    outcome: {
      registeredAt: string;
      inquiryIds: readonly string[];
      review?: string;
      ignored?: number;
      ended?: MailEnd;
      body?: '';
    },
  ): Promise<void>;
  /** Keeps which inquiries its messages are in, of a delivery that is not registered as a whole yet. */
  noteInquiries(id: string, inquiryIds: readonly string[]): Promise<void>;
  /** Remembers a message of a batch as registered, under the id that it would have had alone; a batch is made anew on a retry. */
  remember(id: string, message: { source: string; registeredAt: string; inquiryId: string }): Promise<void>;
  /** Empties a raw request for good; what tells that it came, and to which inquiry, stays. */
  forget(id: string): Promise<void>;
  /** Those stored before `before` (ISO) that are not registered yet, from the index, oldest first. */
  unregistered(before: string): Promise<readonly Unregistered[]>;
  /**
   * Begins the next run of a registration, by a strong read and a conditional update; gives its number, or undefined where it is registered
   * meanwhile, or the last run is too young (`nextRun`).
   */
  takeOver(id: string, now: string): Promise<number | undefined>;
}

/**
 * The machine that registers deliveries: starts `del-<id>`, and a later run under a name of its own, since the name of a run that failed stays
 * taken (docs/decisions/053). The same again is no error, and says nothing about whether the delivery is registered.
 */
export interface Registrations {
  start(deliveryId: string, run?: number): Promise<void>;
}

const minute = 60_000;
const eagerRuns = 10;
/** After ten minutes of failures it is no passing fault: five minutes from one run to the next. */
const gapOf = (run: number): number => (run < eagerRuns ? minute : 5 * minute);
/** A little less than the beat of the watch, so that a beat that comes early counts. */
const beatTolerance = 10_000;

/**
 * The number of the next run of a registration at `now` (ISO), however often it has failed; undefined while the last is too young, and once
 * it is registered.
 */
export function nextRun(
  { registeredAt, receivedAt, registrationRun, registrationAt }: Omit<Delivery, 'id' | 'body'>,
  now: string,
): number | undefined {
  if (registeredAt !== undefined) return undefined;
  const run = registrationRun ?? 1;
  const since = Date.parse(now) - Date.parse(registrationAt ?? receivedAt);
  return since >= gapOf(run) - beatTolerance ? run + 1 : undefined;
}
