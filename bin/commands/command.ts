/** One command of `heard`: a client of the API, local or deployed. */
export interface Command {
  /** As it is typed; words in capitals or with dashes are for the caller to fill in. */
  readonly words: readonly string[];
  readonly summary: string;
  readonly run: (given: readonly string[]) => Promise<void>;
}

/** What was typed cannot be done; the message says how it is typed. */
export class UsageError extends Error {}
