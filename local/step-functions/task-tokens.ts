export type TokenOutcome = { readonly output: unknown } | { readonly error: string; readonly cause: string };

/** The tokens that waiting tasks have given out. */
export interface TaskTokens {
  /** Registers a token; `settle` is called once, by whoever answers first. */
  open(token: string, settle: (outcome: TokenOutcome) => void): void;
  /** Ends a token without an answer, because its task timed out. */
  close(token: string): void;
  /** Answers a token: false when nobody waits for it any more. */
  answer(token: string, outcome: TokenOutcome): boolean;
  isOpen(token: string): boolean;
}

export function createTaskTokens(): TaskTokens {
  const waiting = new Map<string, (outcome: TokenOutcome) => void>();
  return {
    open: (token, settle) => void waiting.set(token, settle),
    close: (token) => void waiting.delete(token),
    answer: (token, outcome) => {
      const settle = waiting.get(token);
      waiting.delete(token);
      settle?.(outcome);
      return settle !== undefined;
    },
    isOpen: (token) => waiting.has(token),
  };
}
