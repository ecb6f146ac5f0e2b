/** One call of a function to AWS, counted within one flow: the third `PutItem` of `tell`, and so on. */
export interface CallSite {
  readonly caller: string;
  readonly service: string;
  readonly operation: string;
  /** How many calls of the kind come before it. */
  readonly after: number;
}

interface Call {
  readonly caller: string;
  readonly service: string;
  readonly operation: string;
}

/** The call sites of a flow, from the calls of a clean run; reads of secrets happen once a cold start and have no place in it. */
export function callSites(calls: readonly Call[], callers: RegExp): readonly CallSite[] {
  const seen = new Map<string, number>();
  return calls
    .filter(({ caller, service }) => callers.test(caller) && service !== 'secretsmanager')
    .map(({ caller, service, operation }) => {
      const key = `${caller} ${service} ${operation}`;
      const after = seen.get(key) ?? 0;
      seen.set(key, after + 1);
      return { caller, service, operation, after };
    });
}

/** Every time that a function gets an event within one flow. */
export function invocationSites(invocations: readonly string[], functions: RegExp): readonly CallSite[] {
  const calls = invocations.map((caller) => ({ caller, service: 'lambda', operation: 'Invoke' }));
  return callSites(calls, functions);
}

export const siteName = ({ caller, service, operation, after }: CallSite): string =>
  `${caller.replace(/^Heard-Desk-/, '').replace(/Function[0-9A-F]+$/, '')} ${service} ${operation} ${after + 1}`;

/** A read has no effect: to its caller it is the same whether it fails before or after. */
export const reads = ({ operation }: CallSite): boolean => /^(Get|Query)/.test(operation);
