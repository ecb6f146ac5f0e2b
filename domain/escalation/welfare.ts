import type { InquiryFile } from '../inquiry/inquiries.ts';
import { reached } from '../inquiry/reaching.ts';
import type { Staff } from '../practice/practice.ts';
import { type Attempts, attemptsOf } from './attempts.ts';
import { type Reach, recipients } from './audience.ts';
import { isEmergency } from './choose-policy.ts';
import { writeKey } from './notice-key.ts';
import { unanswered } from './patient-notices.ts';
import type { Audience, Step } from './policy.ts';

/** R61: after so many calls that did not reach the patient, or so long after the page, the physician decides on a welfare check. */
export const welfareAfter = { calls: 3, minutes: 15 } as const;

const via: Step['via'] = ['email', 'sms', 'call', 'topic'];
const everyPhysician: readonly Audience[] = [{ roles: ['physician', 'manager'] }];

/** When the physician is to be asked whether somebody should look after the patient (ISO, may be past); undefined while nothing asks for it. */
export function welfareAskAt(file: InquiryFile): string | undefined {
  const { level, unreachedCalls = 0, clinicianClaimedAt, welfareCheck, receivedAt } = file.inquiry;
  if (!isEmergency(level) || welfareCheck !== undefined || reached(file.inquiry)) return undefined;
  if (unreachedCalls >= welfareAfter.calls) return receivedAt;
  const since = unanswered(file)[0]?.at ?? receivedAt;
  const [paged] = file.notices
    .filter(({ kind, state, at }) => kind === 'page' && state === 'sent' && at >= since)
    .map(({ at }) => Date.parse(at) + welfareAfter.minutes * 60_000)
    .sort((a, b) => a - b);
  if (paged === undefined || clinicianClaimedAt === undefined) return undefined;
  return new Date(Math.max(paged, Date.parse(clinicianClaimedAt))).toISOString();
}

/** The physician on call, and one who has claimed it. */
function firstAsked({ inquiry }: InquiryFile, { members }: Staff): readonly Audience[] {
  const claimer = members.find(({ id, roles }) => id === inquiry.claimedBy && roles.includes('physician'));
  return [{ onCall: 'physician' }, ...(claimer ? [{ person: claimer.id }] : [])];
}

const nobody: Attempts = { open: [], failed: false };

/**
 * The question to the physician, once while the patient waits: whoever was asked first is asked by all their ways, nobody who comes on call
 * later. Where no message reached anybody, all physicians and the manager are asked instead. Decided from what is recorded as attempted (G4).
 */
export function welfareNotices(file: InquiryFile, staff: Staff, reach: Reach): Attempts {
  const { now } = reach;
  const askAt = welfareAskAt(file);
  if (askAt === undefined || askAt > now) return nobody;
  // One question for each time that the patient waits for an answer.
  const round = `${file.inquiry.answeredCount}`;
  const attempts = (notify: readonly Audience[]): Attempts => {
    const keys = recipients({ notify: [...notify], via }, staff, { ...reach, important: true }).map(
      ({ staff: person, way }) => writeKey({ kind: 'welfare', round, staff: person, way }),
    );
    return attemptsOf(keys, file.notices, now);
  };
  const asked = file.notices.filter((notice) => notice.kind === 'welfare' && notice.round === round);
  const people = [...new Set(asked.flatMap(({ staff: person }) => person ?? []))];
  const first = attempts(people.length > 0 ? people.map((person) => ({ person })) : firstAsked(file, staff));
  return first.failed ? attempts(everyPhysician) : first;
}
