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
    outcome: { registeredAt: string; inquiryIds: readonly string[]; review?: string; ignored?: number },
  ): Promise<void>;
  /** Remembers a message of a batch as registered, under the id that it would have had alone; a batch is made anew on a retry. */
  remember(id: string, message: { source: string; registeredAt: string; inquiryId: string }): Promise<void>;
  /** Empties a raw request for good; what tells that it came, and to which inquiry, stays. */
  forget(id: string): Promise<void>;
  /** Ids stored before `before` (ISO) that are not registered yet, from the index. */
  unregistered(before: string): Promise<readonly string[]>;
}

/** The machine that registers deliveries: starts `del-<id>`; the same again is no error. */
export interface Registrations {
  start(deliveryId: string): Promise<void>;
}
