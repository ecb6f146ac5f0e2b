import type { Channel, Inquiry } from './inquiry.ts';

/** What a physician is told of a patient who asks for them: nothing of it says who they are, what they wrote or had done (R25). */
export interface ContextNote {
  readonly channel: Channel;
  /** Whole minutes that the patient has waited. */
  readonly minutes: number;
  readonly messages: number;
  /** Somebody with this address was within a post-treatment window when they wrote. */
  readonly postTreatment: boolean;
  readonly nervous: boolean;
  readonly triageOffered: boolean;
}

/** Whether the physician's step comes first here: the patient asks for the doctor, or staff have handed it to them. */
export const isForPhysician = ({
  asksForPhysician,
  priority,
}: Pick<Inquiry, 'asksForPhysician' | 'priority'>): boolean =>
  asksForPhysician === true || priority === 'asks-for-physician';

/** Since when (ISO) the patient waits: not since they last asked whether anybody is there. */
export const waitsSince = ({ respondedAt, receivedAt, waitingSince, lastMessageAt }: Inquiry): string =>
  waitingSince ?? (respondedAt === undefined ? receivedAt : lastMessageAt);

/** The note at `now` (ISO). */
export function contextNote(inquiry: Inquiry, now: string): ContextNote {
  const since = waitsSince(inquiry);
  return {
    channel: inquiry.channel,
    minutes: Math.max(0, Math.floor((Date.parse(now) - Date.parse(since)) / 60_000)),
    messages: inquiry.messageCount,
    postTreatment: inquiry.postTreatment !== undefined,
    nervous: inquiry.nervous === true,
    triageOffered: inquiry.triageOfferedAt !== undefined,
  };
}
