/** What a consent is about (R68). `marketing` covers recall and education too: to telephone law all three are telemarketing (R1). */
export const consentPurposes = [
  'care',
  'marketing',
  'authorization',
  'unencrypted-email',
  'photo',
  'share',
  'ai',
] as const;
export type ConsentPurpose = (typeof consentPurposes)[number];

/** `text` and `call` are told apart although one number serves both; `letter` stands for everything by post. */
export const consentChannels = ['email', 'text', 'call', 'letter', 'social'] as const;
export type ConsentChannel = (typeof consentChannels)[number];

/**
 * `pending` is a wish that somebody gave with an address of which nobody has proved to have it (docs/decisions/041): it allows nothing and
 * takes nothing back, until whoever has the address confirms it, which is a grant of its own.
 */
export const consentActions = ['grant', 'deny', 'revoke', 'expire', 'reassigned', 'pending'] as const;
export type ConsentAction = (typeof consentActions)[number];

/** How it was given or taken back (R68). */
export const consentMethods = [
  'web-checkbox',
  'keyword',
  'paper',
  'verbal',
  'call',
  'dm',
  'api',
  'import',
  'one-click',
  'preference-page',
  'free-text',
] as const;
export type ConsentMethod = (typeof consentMethods)[number];

/** The very words that were agreed to, or said. */
export interface ConsentWording {
  readonly text: string;
  readonly version?: string;
  /** Hex SHA-256 of the text. */
  readonly sha256?: string;
  readonly language?: string;
  /** Where it was shown: a form, a page, a campaign. */
  readonly source?: string;
}

/** What was taken back by an address, whoever has it: it is kept without the address itself, under its key (R69). */
export type AddressConsent = Omit<ConsentEvent, 'patientId' | 'address' | 'chain'>;

/** One line of a patient's consent: appended once, never changed and never deleted (R68). */
export interface ConsentEvent {
  readonly id: string;
  readonly patientId: string;
  readonly channel: ConsentChannel | 'all';
  readonly purpose: ConsentPurpose | 'all';
  readonly action: ConsentAction;
  /** ISO instant, or a local date where the evidence has no more. */
  readonly occurredAt: string;
  /** ISO instant. */
  readonly recordedAt: string;
  readonly method: ConsentMethod;
  /** `patient`, `guardian`, `import`, or a staff member's id. */
  readonly actor: string;
  /** The staff member who wrote it down, where that is not the actor. */
  readonly recordedBy?: string;
  /** E.164, or a mail address in lower case, for which it was given; a changed address starts without consent (R69). */
  readonly address?: string;
  /** The brand that the words name (R2). */
  readonly seller?: string;
  /** An act of the person's own, such as an unticked box that was ticked. */
  readonly affirmative?: boolean;
  /** The words of a grant name this use alone: it allows no other of its purpose. */
  readonly only?: 'recall';
  /** A denial of every use of its purpose but this one: what a merge leaves where two records agree on no more (R69). */
  readonly except?: 'recall';
  readonly wording?: ConsentWording;
  /** ISO instant or date after which a grant counts no more, and what is pending cannot be confirmed. */
  readonly until?: string;
  /** Id of the pending event that this grant confirms, from the address itself (double opt-in, R68). */
  readonly confirms?: string;
  /** An authorization that says that somebody pays for the promotion (R23, R24). */
  readonly remunerationStated?: boolean;
  /** What an authorization allows, whose information it is that goes to whom, and what for (R24). */
  readonly authorization?: {
    readonly description: string;
    readonly discloses: string;
    readonly recipient: string;
    readonly purpose: string;
  };
  readonly witness?: string;
  readonly ip?: string;
  readonly userAgent?: string;
  /** Hex SHA-256 over this event and the chain of the event before it (R68: integrity). */
  readonly chain?: string;
  /** What named the person was taken away when they were erased (R70). */
  readonly redacted?: true;
}
