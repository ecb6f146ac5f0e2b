import { keepTime, type Turn } from '../domain/inquiry/keep-time.ts';
import { type TellPorts, tell } from '../domain/inquiry/tell.ts';
import type { Practice, Staff } from '../domain/practice/practice.ts';
import type { Definition } from '../local/step-functions/definition.ts';
import type { MachinePorts } from './state-machine.ts';

export interface EscalationPorts
  extends Pick<TellPorts, 'inquiries' | 'escalations' | 'send' | 'alerted' | 'now'> {
  /** "Escalate an inquiry", as it was synthesized. */
  readonly definition: Definition;
  readonly practice: Practice;
  readonly staff: Staff;
}

class NothingLeft extends Error {
  override readonly name = 'NothingLeft';
}

/** Does the tasks of "Escalate an inquiry" by the practice's own rules: its first state plans, the other tells. */
export function escalationTasks(ports: EscalationPorts): MachinePorts['task'] {
  const { inquiries, escalations, practice, definition, now } = ports;

  async function plan(turn: Turn): Promise<unknown> {
    const orders = await keepTime(
      { inquiries, escalations, practice, staff: async () => ports.staff, now: now() },
      turn,
    );
    if (orders === 'nothing-left') throw new NothingLeft('Nobody is left to tell.');
    return orders;
  }

  function tellThem({
    inquiryId,
    ...orders
  }: { inquiryId: string } & Omit<Parameters<typeof tell>[1], 'id'>) {
    return tell(
      {
        inquiries,
        escalations,
        now,
        send: ports.send,
        alerted: ports.alerted,
        message: inquiries.findMessage,
        notice: inquiries.findNotice,
      },
      { ...orders, id: inquiryId },
    );
  }

  return async (state, payload) =>
    state === definition.StartAt
      ? plan(payload as unknown as Turn)
      : tellThem(payload as Parameters<typeof tellThem>[0]);
}
