/** Something a caller can act on. `code` is stable; the message is a sentence without patient data that says what to do. */
export class DomainError extends Error {
  readonly code: 'invalid' | 'not-found' | 'forbidden' | 'conflict' | 'refused' | 'unseen' | 'unavailable';
  /** The current state, for a conflict; shown only to who may read it. */
  readonly current: unknown;

  constructor(code: DomainError['code'], message: string, current?: unknown) {
    super(message);
    this.name = 'DomainError';
    this.code = code;
    this.current = current;
  }
}
