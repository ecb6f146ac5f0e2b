import * as z from 'zod/mini';
import { DomainError } from '../../../domain/errors.ts';
import type { StaffMember } from '../../../domain/practice/practice.ts';
import { type LetterBatch, type LetterPorts, makeBatch } from '../../../domain/recall/letter-batch.ts';
import { mailReturned } from '../../../domain/recall/returned-mail.ts';
import { type Operation, operation } from '../operation.ts';
import { worksAt, worksEverywhere } from '../reach.ts';
import { pageOf, paging } from '../schemas.ts';

export interface LetterDeskPorts extends Omit<LetterPorts, 'now'> {
  readonly files: {
    readonly link: (key: string, name: string) => Promise<{ readonly url: string; readonly seconds: number }>;
    readonly key: (batchId: string, ending: 'pdf' | 'csv') => string;
  };
}

const BatchView = z.object({
  id: z.string(),
  channel: z.enum(['letter', 'postcard']),
  location: z.nullable(z.string()),
  state: z.enum(['open', 'made']),
  at: z.iso.datetime(),
  by: z.string(),
  pieces: z.nullable(z.int()),
  cost: z.nullable(z.number()),
});
const Links = z.object({ pdf: z.url(), csv: z.url(), seconds: z.int() });
const Made = z.object({ batch: z.nullable(BatchView), links: z.nullable(Links) });

const batchView = (batch: LetterBatch): z.infer<typeof BatchView> => ({
  id: batch.id,
  channel: batch.channel,
  location: batch.location ?? null,
  state: batch.state,
  at: batch.at,
  by: batch.by,
  pieces: batch.pieces ?? null,
  cost: batch.cost ?? null,
});

async function linksOf(ports: LetterDeskPorts, { id }: LetterBatch): Promise<z.infer<typeof Links>> {
  const [pdf, csv] = await Promise.all(
    (['pdf', 'csv'] as const).map((ending) =>
      ports.files.link(ports.files.key(id, ending), `letters-${id}.${ending}`),
    ),
  );
  return { pdf: pdf?.url ?? '', csv: csv?.url ?? '', seconds: pdf?.seconds ?? 0 };
}

/** As the bucket keeps them (lib/data-stack.ts): names and addresses stay no longer than it takes to print them. */
const keptMilliseconds = 14 * 86_400_000;
const isKept = ({ state, at }: LetterBatch, now: string): boolean =>
  state === 'made' && Date.parse(now) - Date.parse(at) < keptMilliseconds;

/** A batch of all locations is for who works at all. */
const isWithin = (
  { location }: { readonly location?: string | undefined },
  member: StaffMember,
  ports: LetterDeskPorts,
): boolean => (location === undefined ? worksEverywhere(member, ports) : worksAt(member, location, ports));

/** Letters of one request: more would take longer than a request may. */
const most = 200;

/** Letters and postcards: what waits becomes a file to print, once. */
export const letterOperations = (ports: LetterDeskPorts): readonly Operation[] => [
  operation({
    id: 'makeLetterBatch',
    method: 'POST',
    path: '/v1/letters/batches',
    summary:
      'Print what waits: a PDF for window envelopes (or postcards) and a CSV for a mailing house; a batch that was cut off is finished first',
    roles: ['manager'],
    body: z.strictObject({
      channel: z._default(z.enum(['letter', 'postcard']), 'letter'),
      location: z.optional(z.string()),
      limit: z._default(z.int().check(z.minimum(1), z.maximum(most)), most),
    }),
    success: { status: 200, schema: Made },
    run: async ({ body, member, now }) => {
      if (!isWithin(body, member, ports))
        throw new DomainError(
          'forbidden',
          'Name a location that you work at: the whole is for who works at all.',
        );
      const batch = await makeBatch({ ...ports, now: () => now }, { ...body, by: member.id });
      if (!batch) return { body: { batch: null, links: null } };
      // One that was cut off is finished first, whosever it is; it is handed out to whom it is for.
      const links = isWithin(batch, member, ports) ? await linksOf(ports, batch) : null;
      return { body: { batch: batchView(batch), links } };
    },
  }),
  operation({
    id: 'listLetterBatches',
    method: 'GET',
    path: '/v1/letters/batches',
    summary: 'Batches of letters and postcards, newest first',
    roles: ['manager'],
    query: z.object(paging),
    success: { status: 200, schema: pageOf(BatchView) },
    run: async ({ query, member }) => {
      const page = await ports.batches.list(query);
      const own = page.items.filter((batch) => isWithin(batch, member, ports));
      return { body: { ...page, items: own.map(batchView) } };
    },
  }),
  operation({
    id: 'letterBatch',
    method: 'GET',
    path: '/v1/letters/batches/{id}',
    summary: 'A batch, with links to its files that work for five minutes; the files are kept for two weeks',
    roles: ['manager'],
    success: { status: 200, schema: Made },
    run: async ({ parameters, now, member }) => {
      const batch = await ports.batches.batch(parameters.id ?? '');
      if (!batch || !isWithin(batch, member, ports))
        throw new DomainError('not-found', 'There is no such batch.');
      const links =
        isKept(batch, now) && batch.filesErasedAt === undefined ? await linksOf(ports, batch) : null;
      return { body: { batch: batchView(batch), links } };
    },
  }),
  operation({
    id: 'noteTouchOutcome',
    method: 'POST',
    path: '/v1/touches/{id}/outcome',
    summary: 'A letter or postcard came back: the address is used no more, and a task asks for another',
    body: z.strictObject({ outcome: z.enum(['returned']) }),
    success: { status: 204 },
    run: async ({ parameters, now }) => {
      await mailReturned({ ...ports, now }, parameters.id ?? '');
      return {};
    },
  }),
];
