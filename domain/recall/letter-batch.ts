import { campaignGate } from '../campaign/at-sending.ts';
import { DomainError } from '../errors.ts';
import type { Page } from '../inquiry/inquiries.ts';
import { canPrint, envelopeOf } from '../message/postal-address.ts';
import type { PatientRecord } from '../patient/patient.ts';
import { decideAgain, stillWaiting } from './ask-again.ts';
import { taskOf } from './hand-over.ts';
import type { SendPorts } from './send-touch.ts';
import type { Touch } from './touch.ts';
import { zoneOf } from './zones.ts';

export type PostChannel = 'letter' | 'postcard';

/** Letters, or postcards, that are printed together. */
export interface LetterBatch {
  /** Sorts by time; names the files. */
  readonly id: string;
  readonly channel: PostChannel;
  readonly location?: string;
  /** `open`: begun; the next request finishes it before it begins another. */
  readonly state: 'open' | 'made';
  readonly touches: readonly Pick<Touch, 'patientId' | 'on'>[];
  /** ISO instant. */
  readonly at: string;
  /** Staff member's id. */
  readonly by: string;
  /** ISO instant at which its files were deleted, because somebody in it was erased. */
  readonly filesErasedAt?: string;
  readonly pieces?: number;
  /** Cents. */
  readonly cost?: number;
}

export interface LetterBatches {
  newest(): Promise<LetterBatch | undefined>;
  batch(id: string): Promise<LetterBatch | undefined>;
  list(query: { cursor?: string | undefined; limit: number }): Promise<Page<LetterBatch>>;
  put(batch: LetterBatch): Promise<void>;
  /** Only an open one. */
  close(id: string, totals: Required<Pick<LetterBatch, 'pieces' | 'cost'>>): Promise<void>;
}

/** One piece of post. */
export interface Piece {
  readonly touch: Touch;
  readonly record: PatientRecord;
}

export interface LetterPorts
  extends Omit<SendPorts, 'compose' | 'announce' | 'pace' | 'store' | 'newCode' | 'rates'> {
  readonly batches: LetterBatches;
  /** Makes and keeps the files of a batch; the same again replaces them. */
  readonly keepFiles: (batch: LetterBatch, pieces: readonly Piece[]) => Promise<void>;
}

export interface LetterRequest {
  readonly channel: PostChannel;
  readonly location?: string | undefined;
  readonly limit: number;
  readonly by: string;
}

const leaseName = 'letters';
const leaseMilliseconds = 60_000;
const pageSize = 100;
/** Looked at side by side: each asks the record, the ledger and the suppressions. */
const atOnce = 10;

async function inParts<T, R>(all: readonly T[], work: (one: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  for (let at = 0; at < all.length; at += atOnce)
    results.push(...(await Promise.all(all.slice(at, at + atOnce).map(work))));
  return results;
}

/** Asks once more before it is printed: days may have passed since. False leaves it waiting, or has cancelled it. */
async function mayPrint(ports: LetterPorts, touch: Touch): Promise<boolean> {
  const cancel = async (reason: string): Promise<false> => {
    await ports.outreach.move(touch, 'to-print', { state: 'cancelled', reason });
    return false;
  };
  const record = await ports.patients.record(touch.patientId);
  if (!record) return cancel('the patient is gone');
  if (!stillWaiting(ports, touch, record)) return cancel('booked, or ended by a person');
  const zone = zoneOf(record.patient, ports.practice);
  const gate = await campaignGate(ports, { touch, record, now: ports.now(), zone });
  if (gate.outcome === 'cancel') return cancel(gate.reason);
  if (gate.outcome === 'wait') return false;
  // Complaints and bounces are of mail (R21).
  const decision = await decideAgain({ ...ports, rates: {} }, touch, record, [], gate.remunerated);
  if (decision.outcome === 'defer') return false;
  if (decision.outcome !== 'allow') return cancel(decision.reason);
  if (envelopeOf(record.patient, ports.practice).to.every(canPrint)) return true;
  const why = 'the address has letters that cannot be printed: write it by hand, or correct it';
  await ports.outreach.addTask({ ...taskOf(touch, record, 'address', why), id: `${touch.id}.address` });
  return cancel('the address cannot be printed');
}

/** A record that cannot be worked with stops no other letter: its own waits, and it is told of. */
const leftWaiting =
  ({ onFault }: LetterPorts, { patientId }: Touch) =>
  (fault: unknown): false => {
    onFault?.(patientId, fault);
    return false;
  };

/** What waits and may be printed, the oldest first. */
async function chosen(ports: LetterPorts, { channel, location, limit }: LetterRequest) {
  const found: Touch[] = [];
  let cursor: string | undefined;
  do {
    const page = await ports.outreach.toPrint({ cursor, limit: pageSize });
    const fitting = page.items.filter(
      (touch) => touch.channel === channel && (location === undefined || touch.location === location),
    );
    const answers = await inParts(fitting.slice(0, limit - found.length), async (touch) =>
      (await mayPrint(ports, touch).catch(leftWaiting(ports, touch))) ? [touch] : [],
    );
    found.push(...answers.flat());
    cursor = page.cursor;
  } while (cursor !== undefined && found.length < limit);
  return found;
}

async function begun(ports: LetterPorts, request: LetterRequest): Promise<LetterBatch | undefined> {
  const newest = await ports.batches.newest();
  if (newest?.state === 'open') return newest;
  const touches = await chosen(ports, request);
  if (touches.length === 0) return undefined;
  const at = ports.now();
  const batch: LetterBatch = {
    id: `${at.replaceAll(/\D/g, '')}-${request.channel}`,
    channel: request.channel,
    ...(request.location === undefined ? {} : { location: request.location }),
    state: 'open',
    touches: touches.map(({ patientId, on }) => ({ patientId, on })),
    at,
    by: request.by,
  };
  await ports.batches.put(batch);
  return batch;
}

/** Takes a touch for a batch, once: a batch that is made again takes the same ones. */
async function taken(
  ports: LetterPorts,
  { id, channel }: LetterBatch,
  ref: LetterBatch['touches'][number],
): Promise<readonly Piece[]> {
  const changes = { state: 'printed' as const, batch: id, cost: ports.rules.prices[channel] };
  await ports.outreach.move(ref, 'to-print', changes);
  const touch = await ports.outreach.findTouch(ref.patientId, ref.on);
  const record = await ports.patients.record(ref.patientId);
  return touch?.batch === id && record ? [{ touch, record }] : [];
}

async function finished(ports: LetterPorts, batch: LetterBatch): Promise<LetterBatch> {
  const pieces = (await inParts(batch.touches, (ref) => taken(ports, batch, ref))).flat();
  await ports.keepFiles(batch, pieces);
  const totals = { pieces: pieces.length, cost: pieces.length * ports.rules.prices[batch.channel] };
  await ports.batches.close(batch.id, totals);
  return { ...batch, ...totals, state: 'made' };
}

/**
 * Prints what waits: chooses, asks again, writes the batch down, takes its touches, makes the files, closes it. A run that was cut off
 * anywhere is finished by the next, with the same pieces, so that nothing is printed twice or not at all. Undefined when nothing waits;
 * throws `conflict` while another is being made.
 */
export async function makeBatch(
  ports: LetterPorts,
  request: LetterRequest,
): Promise<LetterBatch | undefined> {
  const now = ports.now();
  const until = new Date(Date.parse(now) + leaseMilliseconds).toISOString();
  if (!(await ports.outreach.lease(leaseName, now, until)))
    throw new DomainError('conflict', 'A batch is being made. Try again in a minute.');
  try {
    const batch = await begun(ports, request);
    return batch && (await finished(ports, batch));
  } finally {
    await ports.outreach.release(leaseName);
  }
}
