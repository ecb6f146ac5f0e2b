/** A part of the local runtime. Started in order, ended in reverse. */
export interface Service {
  start(): Promise<void>;
  end(): Promise<void>;
}

/** The runtime's time: real time plus an offset, or frozen; only `advance` jumps. All instants are epoch milliseconds. */
export interface Clock {
  now(): number;
  /** Runs `fire` once at `time` (at once, but never synchronously, if that has passed). Returns a function that cancels. */
  at(time: number, fire: () => void): () => void;
  /** Counts `work` as in flight; `advance` does not move on before nothing is. */
  track<T>(work: Promise<T>): Promise<T>;
  /** Moves to now + seconds, firing every timer on the way in order, each only when nothing is in flight. Returns the new now. */
  advance(seconds: number): Promise<number>;
  /** Read by worker threads so that `Date` inside functions is this clock's. */
  readonly shared: SharedArrayBuffer;
}

/** One deployed function as the template describes it. */
export interface FunctionDescription {
  /** The physical name; also the caller's access key id, so that the gateway knows who calls. */
  readonly name: string;
  readonly arn: string;
  /** Folder with the bundle and `file.export` as in the template. */
  readonly codeDirectory: string;
  readonly handler: string;
  readonly timeoutSeconds: number;
  readonly environment: Readonly<Record<string, string>>;
}

export interface FunctionError {
  readonly errorType: string;
  readonly errorMessage: string;
  readonly trace?: readonly string[];
}

/** Runs beside whoever waits for this, who is at rest meanwhile. */
export type Parked = <T>(work: Promise<T>) => Promise<T>;

export type FunctionResult = { readonly payload: unknown } | { readonly error: FunctionError };

export interface Functions {
  /**
   * Invokes by physical name or ARN. Never rejects for an error of the handler: that is a result. A caller that counts as in flight gives
   * `parked`: while the function hangs, its caller waits with it and time may pass.
   */
  invoke(nameOrArn: string, event: unknown, parked?: Parked): Promise<FunctionResult>;
}

/** One call of an AWS API that arrived at the gateway. */
export interface AwsCall {
  /** Signing name: dynamodb, states, ses, sns, sqs, s3, secretsmanager, ... */
  readonly service: string;
  /** PutItem, StartExecution, SendEmail, ...; for S3 the method and shape (PutObject, GetObject). */
  readonly operation: string;
  /** The access key id: a function's name, or whatever a person's CLI uses. */
  readonly caller: string;
  /** The one instance of the function that calls, where a function does. */
  readonly instance?: string;
  readonly method: string;
  /** Path with query string. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

export interface AwsReply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer | string;
}

/** What answers the calls of one AWS service. */
export type AwsBackend = (call: AwsCall) => Promise<AwsReply>;

/** Starts in this order, ends in reverse. */
export function inOrder(services: readonly Service[]): Service {
  const started: Service[] = [];
  return {
    start: async () => {
      for (const service of services) {
        started.push(service);
        await service.start();
      }
    },
    end: async () => {
      for (const service of started.toReversed()) await service.end();
    },
  };
}
