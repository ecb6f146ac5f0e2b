import { isToTell } from '../../domain/audit/monthly.ts';
import type { Review, Reviews } from '../../domain/audit/review.ts';
import { reviewersOf } from '../../domain/audit/sign-off.ts';
import { renderMessage } from '../../domain/message/render.ts';
import type { Mailer } from '../../domain/message/senders.ts';
import type { Templates } from '../../domain/message/templates.ts';
import type { Practice, StaffMember } from '../../domain/practice/practice.ts';
import { mailMember } from '../kit/mail-member.ts';

export interface ReviewMailPorts {
  readonly reviews: Pick<Reviews, 'list' | 'noteTold'>;
  readonly members: () => Promise<readonly StaffMember[]>;
  readonly practice: Practice;
  readonly templates: Templates;
  readonly mailer: Mailer;
  /** ISO instant. */
  readonly now: string;
}

/** Months that may still wait for a signature; one that is older is an alarm all the same. */
const mostMonths = 24;

/** Counts alone: who and whom stands in the review, behind a sign-in. */
const values = ({ month, summary, trail, toldAt }: Review, practice: Practice) => ({
  practice: practice.name,
  month,
  reminder: toldAt !== undefined,
  entries: trail.entries,
  exports: summary.lines.export.length,
  overrides: summary.lines.override.length,
  erasures: summary.lines.erasure.length,
  configuration: summary.lines.configuration.length,
  outside: summary.outsideCare.length,
  strangers: summary.strangers,
  problems: trail.problems.length,
  head: trail.head,
});

function tell(review: Review, member: StaffMember, ports: ReviewMailPorts): Promise<boolean> {
  const { practice, templates, mailer } = ports;
  const template = templates['audit-review'];
  if (!template) throw new Error('practice/templates/staff.yaml has no template named audit-review.');
  const words = renderMessage(template[member.language ?? 'en'], values(review, practice));
  const about = { audience: 'staff', kind: 'audit-review', staffId: member.id } as const;
  return mailMember(member, { ...words, about }, mailer);
}

/** Tells every reviewer by mail of each review that waits for a signature, and again each week. Where none could be told, the next run tries again. */
export async function tellReviewers(ports: ReviewMailPorts): Promise<number> {
  const { reviews, practice, now } = ports;
  const { items } = await reviews.list({ limit: mostMonths });
  const reviewers = reviewersOf(await ports.members(), practice);
  let count = 0;
  for (const review of items.filter((one) => isToTell(one, now))) {
    const told: boolean[] = [];
    for (const member of reviewers) told.push(await tell(review, member, ports));
    if (!told.includes(true)) continue;
    await reviews.noteTold(review.month, now);
    count += 1;
  }
  return count;
}
