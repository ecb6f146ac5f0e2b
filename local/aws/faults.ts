import type { AwsCall } from '../service.ts';

/** Which call is disturbed, and how. A rule holds for `times` calls (1 if not said) after skipping `after` of them. */
export interface FaultRule {
  readonly service?: string;
  readonly operation?: string;
  readonly caller?: string;
  /** Text that the body of the call must contain. */
  readonly containing?: string;
  readonly after?: number;
  readonly times?: number;
  /**
   * `before` fails without effect, `after` takes effect and loses the answer, `kill` ends the whole run. `drop` breaks the connection as
   * when the SDK's own time is up, and the SDK tries again where it does that; `hang` never answers, until the function's time is up.
   */
  readonly what: 'throttle' | `${'' | 'kill-' | 'drop-' | 'hang-'}${'before' | 'after'}` | Repeat;
}

/** A function gets the same event once more: when it is done with it, or at the same time. */
export type Repeat = 'twice' | 'twice-beside';

export interface CallRecord {
  readonly caller: string;
  readonly service: string;
  readonly operation: string;
  /** Table and index, machine, secret, topic or number: what the call names. */
  readonly resource: string;
}

export interface Faults {
  set(rules: readonly FaultRule[]): void;
  /** The rule that holds for this call, if one does; counts the call. */
  match(call: AwsCall): FaultRule['what'] | undefined;
  record(call: AwsCall): void;
  /** Notes that a function gets an event, and says whether it gets it twice. */
  invoked(functionName: string): Repeat | undefined;
  /** The functions that got events, in order. */
  invocations(): readonly string[];
  /** How long a write stays out of sight of index reads, in milliseconds of the clock: the engine shows it at once, AWS does not. */
  indexDelay: number;
  calls(): readonly CallRecord[];
  /** Rules that have never met a call. */
  unmet(): readonly FaultRule[];
}

const isRepeat = (what: FaultRule['what']): what is Repeat => what.startsWith('twice');

const fits = (rule: FaultRule, call: AwsCall): boolean =>
  (rule.service === undefined || rule.service === call.service) &&
  (rule.operation === undefined || rule.operation === call.operation) &&
  (rule.caller === undefined || call.caller.includes(rule.caller)) &&
  (rule.containing === undefined || call.body.includes(rule.containing));

const naming = ['TableName', 'IndexName', 'stateMachineArn', 'SecretId', 'ConfigurationSetName'];

function resourceOf({ service, headers, body }: AwsCall): string {
  // A file, whatever is in it.
  if (service === 's3') return '';
  if (!headers['content-type']?.includes('json')) return '';
  const input = JSON.parse(body.toString() || '{}') as Record<string, unknown>;
  if (typeof input.QueueUrl === 'string') return input.QueueUrl.split('/').at(-1) ?? '';
  if (typeof input.OriginationIdentity === 'string') return input.OriginationIdentity;
  return naming.flatMap((name) => (typeof input[name] === 'string' ? [input[name]] : [])).join('/');
}

const recordedCalls = 20_000;

/** The seam through which tests see and disturb what functions ask of AWS. */
export function createFaults(): Faults {
  let rules: { readonly rule: FaultRule; seen: number }[] = [];
  let calls: CallRecord[] = [];
  let invocations: string[] = [];
  const known = new Map<string, CallRecord>();

  /** The same call of another time is the same record: thousands are kept, of some hundred kinds. */
  function kindOf(call: AwsCall): CallRecord {
    const { caller, service, operation } = call;
    const resource = resourceOf(call);
    const key = [caller, service, operation, resource].join(' ');
    const record = known.get(key) ?? { caller, service, operation, resource };
    known.set(key, record);
    return record;
  }

  function first(holds: (rule: FaultRule) => boolean): FaultRule['what'] | undefined {
    for (const entry of rules) {
      if (!holds(entry.rule)) continue;
      entry.seen += 1;
      const from = entry.rule.after ?? 0;
      if (entry.seen > from && entry.seen <= from + (entry.rule.times ?? 1)) return entry.rule.what;
    }
    return undefined;
  }

  return {
    indexDelay: 0,
    set: (given) => {
      rules = given.map((rule) => ({ rule, seen: 0 }));
      calls = [];
      invocations = [];
    },
    match: (call) => first((rule) => !isRepeat(rule.what) && fits(rule, call)),
    invoked: (name) => {
      if (invocations.length < recordedCalls) invocations.push(name);
      const what = first((rule) => isRepeat(rule.what) && name.includes(rule.caller ?? ''));
      return what && isRepeat(what) ? what : undefined;
    },
    invocations: () => invocations,
    record: (call) => {
      if (calls.length < recordedCalls) calls.push(kindOf(call));
    },
    calls: () => calls,
    unmet: () => rules.filter(({ rule, seen }) => seen <= (rule.after ?? 0)).map(({ rule }) => rule),
  };
}
