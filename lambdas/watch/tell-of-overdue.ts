import { managersOf, overdueRevocations } from '../../domain/consent/overdue-revocations.ts';
import { renderMessage } from '../../domain/message/render.ts';
import type { Mailer, Texter } from '../../domain/message/senders.ts';
import type { Templates } from '../../domain/message/templates.ts';
import { locationOf, type Practice, type StaffMember } from '../../domain/practice/practice.ts';
import type { Outreach } from '../../domain/recall/outreach.ts';
import { openTasks } from '../../domain/recall/task-summary.ts';
import { onceADay } from './once-a-day.ts';

export interface OverduePorts {
  readonly outreach: Pick<Outreach, 'tasks' | 'lease' | 'release'>;
  readonly members: () => Promise<readonly StaffMember[]>;
  readonly practice: Practice;
  readonly templates: Templates;
  readonly mailer: Mailer;
  /** Absent where the practice has no texts. */
  readonly texter?: Texter;
  /** ISO instant. */
  readonly now: string;
}

/** By mail and by text, whichever the manager has; true when one of them was accepted. */
async function tell(member: StaffMember, count: number, ports: OverduePorts): Promise<boolean> {
  const { practice, templates, mailer, texter } = ports;
  const about = { audience: 'staff', kind: 'revocations', staffId: member.id } as const;
  const words = (name: string) => {
    const template = templates[name];
    if (!template) throw new Error(`practice/templates/staff.yaml has no template named ${name}.`);
    return renderMessage(template[member.language ?? 'en'], { practice: practice.name, count });
  };
  let told = false;
  for (const { way, address } of member.reach) {
    const send = {
      email: () => mailer.send({ stream: 'care', to: address, ...words('revocations'), about }),
      sms:
        texter &&
        (() => texter.send({ stream: 'care', to: address, text: words('revocations-text').text, about })),
      call: undefined,
      topic: undefined,
    }[way];
    const outcome = await send?.().catch(() => undefined);
    told ||= outcome?.state === 'accepted';
  }
  return told;
}

/**
 * Counts the revocations that have waited for a person for three business days (R8), and tells the managers once a day while there are any. Where
 * none of them could be told, the next run tries again.
 */
export async function tellOfOverdue(ports: OverduePorts): Promise<number> {
  const { outreach, practice, now } = ports;
  const overdue = overdueRevocations(
    await openTasks(outreach, Number.POSITIVE_INFINITY),
    (id) => locationOf(practice, id),
    now,
  );
  if (overdue.length === 0) return 0;
  const places = overdue.map(({ location }) => location);
  const managers = async () => managersOf(await ports.members(), places);
  await onceADay('revocations-overdue', ports, managers, (member) => tell(member, overdue.length, ports));
  return overdue.length;
}
