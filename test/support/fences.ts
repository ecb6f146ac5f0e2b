import type { Seen } from '../../domain/inquiry/inquiries.ts';
import type { Inquiry } from '../../domain/inquiry/inquiry.ts';
import type { MachinePorts } from '../../simulation/state-machine.ts';

type Task = MachinePorts['task'];
interface Own extends Pick<Seen, 'run' | 'revision'> {
  readonly inquiryId: string;
  readonly token?: string;
}

/**
 * Watches the tasks of executions over an inquiry that may have gone on without them (G3, G4): a plan that begins when the next run has begun
 * ends its execution; a token belongs to the run that the inquiry has; and once an inquiry has changed, only the message in flight may
 * still leave.
 */
export function watchFences(inquiries: { readonly all: () => readonly Inquiry[] }, plans: string) {
  const broken = new Set<string>();
  const runOf = new Map<string, number>();
  const current = (id: string): Inquiry | undefined => inquiries.all().find((inquiry) => inquiry.id === id);

  /** Does a task, with something that is told of each message that it sends. */
  async function watched(
    state: string,
    payload: Record<string, unknown>,
    does: (sending: () => void) => ReturnType<Task>,
  ): Promise<unknown> {
    const { inquiryId, run, revision, token } = payload as unknown as Own;
    const begunIn = current(inquiryId)?.run;
    let late = 0;
    if (token !== undefined) runOf.set(token, run);
    const result = await does(() => {
      const now = current(inquiryId);
      if (now?.run === run && now.revision === revision) return;
      late += 1;
      if (late > 1) broken.add(`${inquiryId} changed, and run ${run} went on telling`);
    });
    if (state === plans && begunIn !== run)
      broken.add(`run ${run} of ${inquiryId} planned on, though run ${begunIn} had begun`);
    return result;
  }

  return {
    watched,
    /** Whether each inquiry waits in its own run; looked at after every call. */
    look: (): void => {
      for (const { id, run, token } of inquiries.all())
        if (token !== undefined && runOf.get(token) !== run)
          broken.add(`${id} is in run ${run}, and waits in run ${runOf.get(token)}`);
    },
    broken: (): readonly string[] => [...broken],
  };
}
