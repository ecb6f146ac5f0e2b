import { randomUUID } from 'node:crypto';
import escalation from 'practice:escalation';
import { DomainError } from '../../domain/errors.ts';
import type { Inquiry } from '../../domain/inquiry/inquiry.ts';
import { claim } from '../../domain/inquiry/staff-actions.ts';
import type { AuditEntry } from '../../domain/practice/audit.ts';
import { escalations } from '../adapters/executions.ts';
import { inquiryTable } from '../adapters/inquiry-table.ts';
import { auditTrail, staffDirectory } from '../adapters/practice-table.ts';
import { secret } from '../adapters/secret-store.ts';
import { readEnvironment } from '../kit/env.ts';
import { log } from '../kit/logger.ts';
import { readLink } from '../kit/signed-link.ts';
import { task } from '../kit/task.ts';

const environment = readEnvironment('inquiry/claim-by-call');
const linkKey = secret(environment.LINK_KEY);
const staff = staffDirectory(environment.PRACTICE_TABLE);
const audit = auditTrail(environment.PRACTICE_TABLE);
const ports = {
  inquiries: inquiryTable(environment.INQUIRY_TABLE),
  escalations: escalations(environment.ESCALATION_MACHINE),
  rules: escalation.value,
};

/** What a contact flow of Amazon Connect hands over; `said` in the answer is what the flow speaks next. */
interface FlowEvent {
  readonly Details: { readonly ContactData: { readonly Attributes: Readonly<Record<string, string>> } };
}
/** `changed`: the patient has written since, so it is not claimed and the pages go on. */
type Said = 'claimed' | 'taken' | 'changed' | 'gone';

function refusedAs({ code, current }: DomainError, saw: number | undefined): Said {
  if (code !== 'conflict') return 'gone';
  const { messageCount } = (current ?? {}) as Partial<Inquiry>;
  return saw !== undefined && messageCount !== saw ? 'changed' : 'taken';
}

/** Who pressed 1 is in the trail (R28); what was claimed is claimed, also where that fails. */
async function note(
  { person, subject }: { readonly person: string; readonly subject: string },
  outcome: AuditEntry['outcome'],
  at: string,
): Promise<void> {
  const id = randomUUID();
  await audit
    .append({ id, at, staff: person, operation: 'call:claim', subject, outcome, requestId: id })
    .catch((error: unknown) =>
      log.error('A claim by a call is not in the audit trail.', { inquiryId: subject }, error),
    );
}

async function claimIt({ Details }: FlowEvent): Promise<{ said: Said }> {
  const now = new Date().toISOString();
  const token = Details.ContactData.Attributes.claim ?? '';
  const claims = readLink(await linkKey(), token, 'claim', now);
  const by = claims && (await staff.member(claims.person));
  if (!claims || !by) return { said: 'gone' };
  try {
    await claim(ports, {
      inquiryId: claims.subject,
      by,
      now,
      ...(claims.saw === undefined ? {} : { ifMessageCount: claims.saw }),
    });
    await note(claims, 'done', now);
    log.info('An inquiry was claimed by a call.', { inquiryId: claims.subject });
    return { said: 'claimed' };
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    await note(claims, 'refused', now);
    return { said: refusedAs(error, claims.saw) };
  }
}

/** "Press 1 to claim": invoked by the contact flow of the call. */
export const handler = task(claimIt, () => ({}));
