import { createHmac } from 'node:crypto';
import type { Inquiry } from '../../domain/inquiry/inquiry.ts';
import {
  type EventOut,
  eventBody,
  type FailedEvent,
  retrySeconds,
  type Tool,
} from '../../domain/practice/events-out.ts';

export interface DeliverPorts {
  readonly tools: readonly Tool[];
  readonly secret: (tool: string) => Promise<string | undefined>;
  readonly inquiry: (id: string) => Promise<Inquiry | undefined>;
  /** Posts once; the status, or undefined when there was no answer. */
  readonly post: (
    tool: Tool,
    headers: Readonly<Record<string, string>>,
    body: string,
  ) => Promise<number | undefined>;
  readonly postpone: (seconds: number) => Promise<void>;
  readonly giveUp: (event: FailedEvent) => Promise<void>;
  /** ISO instant. */
  readonly now: () => string;
}

/** Standard Webhooks: base64 HMAC-SHA256 of id.timestamp.body under the bytes behind `whsec_`. */
export function signature(secret: string, id: string, timestamp: number, body: string): string {
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
  return `v1,${createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64')}`;
}

async function attempt(event: EventOut, tool: Tool, ports: DeliverPorts): Promise<number | string> {
  const secret = await ports.secret(tool.id);
  if (!secret) return 'no-secret';
  const inquiry = tool.content === 'summary' ? await ports.inquiry(event.inquiryId) : undefined;
  const body = eventBody(event, tool, inquiry);
  const { id } = event.announcement;
  const timestamp = Math.floor(Date.parse(ports.now()) / 1000);
  const headers = {
    'content-type': 'application/json',
    'webhook-id': id,
    'webhook-timestamp': String(timestamp),
    'webhook-signature': signature(secret, id, timestamp, body),
  };
  return (await ports.post(tool, headers, body)) ?? 'no-answer';
}

/**
 * Tells one tool of one event. 2xx ends it; 410 (the tool wants no more) and the last of all tries give it up, where a person sees it;
 * anything else lets it come again later. Returns whether it is done with.
 */
export async function deliverEvent(event: EventOut, tries: number, ports: DeliverPorts): Promise<boolean> {
  const tool = ports.tools.find(({ id }) => id === event.tool);
  const outcome = tool ? await attempt(event, tool, ports) : 'no-such-tool';
  if (typeof outcome === 'number' && outcome >= 200 && outcome < 300) return true;
  const wait = retrySeconds[tries - 1];
  if (outcome !== 410 && outcome !== 'no-such-tool' && wait !== undefined) {
    await ports.postpone(wait);
    return false;
  }
  const failedAt = ports.now();
  const id = `${failedAt}.${event.announcement.id}.${event.tool}`;
  await ports.giveUp({ ...event, id, failedAt, reason: String(outcome) });
  return true;
}
