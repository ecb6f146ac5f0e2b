import { renderMessage } from '../../domain/message/render.ts';
import type { Mailer } from '../../domain/message/senders.ts';
import type { Templates } from '../../domain/message/templates.ts';
import type { Practice, StaffMember } from '../../domain/practice/practice.ts';
import type { Outreach } from '../../domain/recall/outreach.ts';
import type { Standstill } from '../../domain/recall/standstill.ts';
import { mailMember } from '../kit/mail-member.ts';
import { onceADay } from './once-a-day.ts';

export interface StandstillMailPorts {
  readonly outreach: Pick<Outreach, 'lease' | 'release'>;
  readonly members: () => Promise<readonly StaffMember[]>;
  readonly practice: Practice;
  readonly templates: Templates;
  readonly mailer: Mailer;
  /** ISO instant. */
  readonly now: string;
}

/** By mail alone: it is found at any hour of the night, and nobody waits for an answer. True when one was accepted. */
function tell(
  member: StaffMember,
  { sweeps, touches }: Standstill,
  { practice, templates, mailer }: StandstillMailPorts,
): Promise<boolean> {
  const template = templates['recall-stopped'];
  if (!template) throw new Error('practice/templates/staff.yaml has no template named recall-stopped.');
  const values = { practice: practice.name, sweeps, touches };
  const words = renderMessage(template[member.language ?? 'en'], values);
  const about = { audience: 'staff', kind: 'recall-stopped', staffId: member.id } as const;
  return mailMember(member, { ...words, about }, mailer);
}

/** Tells all managers once a day while recall stands still. Where none of them could be told, the next run tries again. */
export async function tellOfStandstill(ports: StandstillMailPorts, standstill: Standstill): Promise<void> {
  if (standstill.sweeps + standstill.touches === 0) return;
  const managers = async () => (await ports.members()).filter(({ roles }) => roles.includes('manager'));
  await onceADay('recall-stopped', ports, managers, (member) => tell(member, standstill, ports));
}
