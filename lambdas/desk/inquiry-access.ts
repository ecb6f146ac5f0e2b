import type { Action } from '../../domain/inquiry/action.ts';
import type { LevelPorts } from '../../domain/inquiry/lower-level.ts';
import type { ReplyPorts } from '../../domain/inquiry/reply.ts';
import type { RevealingWords } from '../../domain/message/revealing-words.ts';
import type { Templates } from '../../domain/message/templates.ts';
import type { StaffDirectory } from '../../domain/practice/staff-directory.ts';
import type { Call } from './operation.ts';

/** What the operations on inquiries need. */
export interface InquiryPorts extends ReplyPorts, LevelPorts {
  readonly staff: Pick<StaffDirectory, 'member'>;
  readonly replyTemplates: Templates;
  /** Words that an answer had better leave out (R25). */
  readonly revealing: RevealingWords;
  readonly files: {
    link(key: string, name: string): Promise<{ readonly url: string; readonly seconds: number }>;
  };
}

export const inquiriesPath = '/v1/inquiries';

/** Who does something to which inquiry, as the call says it. */
export const action = ({ member, parameters, now, ifVersion }: Call<unknown, unknown>): Action => ({
  inquiryId: parameters.id ?? '',
  by: member,
  now,
  ...(ifVersion === undefined ? {} : { ifVersion }),
});
