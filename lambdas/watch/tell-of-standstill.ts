import { renderMessage } from '../../domain/message/render.ts';
import type { Mailer } from '../../domain/message/senders.ts';
import type { Templates } from '../../domain/message/templates.ts';
import type { Practice, StaffMember } from '../../domain/practice/practice.ts';
import type { Outreach } from '../../domain/recall/outreach.ts';
import type { Standstill } from '../../domain/recall/standstill.ts';

export interface StandstillMailPorts {
  readonly outreach: Pick<Outreach, 'lease' | 'release'>;
  readonly members: () => Promise<readonly StaffMember[]>;
  readonly practice: Practice;
  readonly templates: Templates;
  readonly mailer: Mailer;
  /** ISO instant. */
  readonly now: string;
}

const leaseName = 'recall-stopped';
/** A little less than a day, so that the hour of the mail does not wander. */
const quietMilliseconds = 23.5 * 3_600_000;

/** By mail alone: it is found at any hour of the night, and nobody waits for an answer. True when one was accepted. */
async function tell(
  { id, language, reach }: StaffMember,
  { sweeps, touches }: Standstill,
  { practice, templates, mailer }: StandstillMailPorts,
): Promise<boolean> {
  const template = templates['recall-stopped'];
  if (!template) throw new Error('practice/templates/staff.yaml has no template named recall-stopped.');
  const words = renderMessage(template[language ?? 'en'], { practice: practice.name, sweeps, touches });
  const about = { audience: 'staff', kind: 'recall-stopped', staffId: id } as const;
  let told = false;
  for (const { way, address } of reach) {
    if (way !== 'email') continue;
    const outcome = await mailer
      .send({ stream: 'care', to: address, ...words, about })
      .catch(() => undefined);
    told ||= outcome?.state === 'accepted';
  }
  return told;
}

/** Tells all managers once a day while recall stands still. Where none of them could be told, the next run tries again. */
export async function tellOfStandstill(ports: StandstillMailPorts, standstill: Standstill): Promise<void> {
  const { outreach, now } = ports;
  if (standstill.sweeps + standstill.touches === 0) return;
  const until = new Date(Date.parse(now) + quietMilliseconds).toISOString();
  if (!(await outreach.lease(leaseName, now, until))) return;
  const managers = (await ports.members()).filter(({ roles }) => roles.includes('manager'));
  const told: boolean[] = [];
  for (const member of managers) told.push(await tell(member, standstill, ports));
  if (!told.includes(true)) await outreach.release(leaseName);
}
