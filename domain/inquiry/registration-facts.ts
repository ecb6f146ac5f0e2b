import type { Practice } from '../practice/practice.ts';
import type { Assess } from '../red-flag/assess.ts';
import type { Arrival } from './arrival.ts';
import type { MailFile } from './decoders/email.ts';
import type { Delivery } from './delivery.ts';
import type { FloodFacts } from './flood.ts';

/** What registering a delivery has to know, and to ask. */
export interface RegistrationFacts extends FloodFacts {
  readonly delivery: Delivery;
  /** The delivery's body, as bytes. */
  readonly body: Uint8Array;
  readonly practice: Practice;
  /** The red-flag check. */
  readonly assess: Assess;
  /** The id that a message would have as a delivery of its own, from its sender's key. */
  readonly keyedId: (source: string, key: string) => string;
  /** A mail of the bucket; undefined when it is not there. */
  readonly storedMail: (stored: { bucket: string; key: string }) => Promise<Uint8Array | undefined>;
  /** Keeps a file of a message, and gives its key. */
  readonly keepFile: (messageId: string, index: number, file: MailFile) => Promise<string>;
  /** What a request only names: a lead of an advertisement; undefined when it cannot be had. */
  readonly lead: (source: string, id: string) => Promise<unknown>;
  /** The inquiry whose signed reply address this is. */
  readonly inquiryOf: (address: string) => Promise<string | undefined>;
  /** The texts of the conversation that a message will join, of both sides. */
  readonly saidBefore: (arrival: Arrival) => Promise<readonly string[]>;
  /** What Heard's own messages are made of. */
  readonly templates: readonly string[];
}

/** What one message of a delivery becomes an arrival by. */
export type ArrivalFacts = Pick<
  RegistrationFacts,
  'delivery' | 'source' | 'practice' | 'assess' | 'addressKeys'
>;

/** Something outside failed while a body was read. */
export class OutsideError extends Error {}

/** Marks what fails in our own services or others', so that it is told from a body that cannot be read. */
export const outside = <T>(work: Promise<T>): Promise<T> =>
  work.catch((cause: unknown) => {
    throw new OutsideError('outside', { cause });
  });
