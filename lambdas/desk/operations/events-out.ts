import * as z from 'zod/mini';
import { DomainError } from '../../../domain/errors.ts';
import type { EventOut, FailedEvent } from '../../../domain/practice/events-out.ts';
import type { Practice } from '../../../domain/practice/practice.ts';
import { type Operation, operation } from '../operation.ts';
import { pageOf, paging } from '../schemas.ts';

export interface EventsOutPorts {
  readonly practice: Practice;
  readonly secrets: { set(name: string, value: string): Promise<void> };
  readonly failed: {
    find(id: string): Promise<FailedEvent | undefined>;
    retried(id: string, now: string): Promise<void>;
    list(query: {
      cursor?: string | undefined;
      limit: number;
    }): Promise<{ readonly items: readonly FailedEvent[]; readonly cursor?: string }>;
  };
  readonly queue: { put(event: EventOut): Promise<void> };
}

const FailedView = z.object({
  id: z.string(),
  tool: z.string(),
  type: z.string(),
  inquiryId: z.string(),
  at: z.iso.datetime(),
  failedAt: z.iso.datetime(),
  reason: z.string(),
});

const view = ({ id, tool, inquiryId, announcement, failedAt, reason }: FailedEvent) => ({
  id: Buffer.from(id).toString('base64url'),
  tool,
  type: `inquiry.${announcement.type}`,
  inquiryId,
  at: announcement.at,
  failedAt,
  reason,
});

/** What the practice's other tools could not be told, and telling them again. */
export const eventsOutOperations = (ports: EventsOutPorts): readonly Operation[] => [
  operation({
    id: 'setToolSecret',
    method: 'PUT',
    path: '/v1/tools/{tool}/secret',
    summary: 'Set the secret (whsec_...) that signs the webhooks to one of the practice’s other tools',
    roles: ['manager'],
    body: z.strictObject({ secret: z.string().check(z.minLength(8), z.maxLength(500)) }),
    success: { status: 204 },
    run: async ({ parameters, body }) => {
      const tool = ports.practice.eventsOut?.find(({ id }) => id === parameters.tool);
      if (!tool)
        throw new DomainError('not-found', 'There is no such tool under eventsOut in practice.yaml.');
      await ports.secrets.set(`tool.${tool.id}`, body.secret);
      return {};
    },
  }),
  operation({
    id: 'listFailedEvents',
    method: 'GET',
    path: '/v1/tools/failed-events',
    summary: 'Events that other tools could not be told after all tries, newest first',
    roles: ['manager'],
    query: z.object(paging),
    success: { status: 200, schema: pageOf(FailedView) },
    run: async ({ query }) => {
      const page = await ports.failed.list(query);
      return { body: { ...page, items: page.items.map(view) } };
    },
  }),
  operation({
    id: 'retryFailedEvent',
    method: 'POST',
    path: '/v1/tools/failed-events/{event}/retry',
    summary: 'Tell the tool again, with all tries anew',
    roles: ['manager'],
    success: { status: 202 },
    run: async ({ parameters, now }) => {
      const id = Buffer.from(parameters.event ?? '', 'base64url').toString();
      const event = await ports.failed.find(id);
      if (!event) throw new DomainError('not-found', 'There is no such failed event.');
      const { tool, inquiryId, announcement } = event;
      await ports.queue.put({ tool, inquiryId, announcement });
      await ports.failed.retried(id, now);
      return {};
    },
  }),
];
