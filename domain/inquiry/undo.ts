import { DomainError } from '../errors.ts';
import { nothingLeft } from '../escalation/plan.ts';
import { type Action, type ActionPorts, seen } from './action.ts';
import type { Course } from './inquiries.ts';
import type { Inquiry, Undo } from './inquiry.ts';

/** So long can whoever did something take it back. */
export const undoMilliseconds = 10_000;

const attempts = 8;

/** What can be taken back of an inquiry as it is now, and until when (ISO): the last change, if nothing has happened since. */
export function undoable({ undo, revision }: Inquiry): (Undo & { readonly until: string }) | undefined {
  if (undo?.revision !== revision) return undefined;
  return { ...undo, until: new Date(Date.parse(undo.at) + undoMilliseconds).toISOString() };
}

/** Everything that the change had replaced, as it was. */
function restored(inquiry: Inquiry, { was, gone }: Undo): Course {
  const absent = Object.fromEntries(gone.map((name) => [name, undefined]));
  // A number of a chain is used once only, or the messages of the next one would count as sent.
  const chain = was.chain === undefined ? {} : { lastChain: Math.max(inquiry.chain, inquiry.lastChain ?? 0) };
  // The patient may have been told meanwhile that the message arrived.
  const status = was.status === 'new' && inquiry.acknowledgedAt ? { status: 'acknowledged' as const } : {};
  return { ...absent, ...was, ...status, ...chain, undo: undefined };
}

function mine(inquiry: Inquiry, { by, now }: Action): Undo {
  const last = undoable(inquiry);
  if (last?.by !== by.id)
    throw new DomainError(
      'conflict',
      'Nothing of yours can be undone here: something else has happened since.',
      inquiry,
    );
  if (last.until < now)
    throw new DomainError('conflict', 'It can be undone for ten seconds only; they have passed.', inquiry);
  return last;
}

/**
 * Takes back what the same person did within the last ten seconds, unless anything has happened since: a patient's message wins. The
 * inquiry is as before, and whoever keeps its time plans anew; what was sent stays sent. Throws `conflict` where nothing can be undone.
 */
export async function undo(ports: ActionPorts, action: Action): Promise<Inquiry> {
  for (let tries = 0; tries < attempts; tries += 1) {
    const inquiry = await seen(ports, action);
    const last = mine(inquiry, action);
    const course = restored(inquiry, last);
    const event = {
      id: `${inquiry.revision + 1}`,
      what: 'undone',
      at: action.now,
      actor: { staff: action.by.id },
      why: [last.what],
    };
    const waits = !nothingLeft({ ...inquiry, ...course } as Inquiry);
    const ended = inquiry.dueAt === undefined;
    // G7: an answer has ended the execution, so the next run begins.
    const options = { nextRun: ended && waits, atRest: ended && !waits };
    const changed = await ports.inquiries.changeCourse(inquiry, course, event, action.now, options);
    if (!changed) continue;
    if (options.nextRun) await ports.escalations.start(inquiry.id, changed.inquiry.run);
    else if (changed.token !== undefined) await ports.escalations.wake(changed.token);
    return changed.inquiry;
  }
  throw new DomainError('unavailable', 'The inquiry keeps changing; try again in a moment.');
}
