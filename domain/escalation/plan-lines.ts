import type { InquiryFile } from '../inquiry/inquiries.ts';
import type { Inquiry } from '../inquiry/inquiry.ts';
import type { InquiryEvent, PolicyStep } from '../inquiry/timeline-event.ts';
import type { Round, Unheard } from './chain.ts';

const actor = { system: 'plan' } as const;

/** The step of a round (`<chain>.<step>.<repeat>`), of the policy that the inquiry has now; undefined where it was of another chain. */
export function stepOfRound(inquiry: Inquiry, round: string): PolicyStep | undefined {
  const [chain, index, repeat] = round.split('.').map(Number);
  const step = inquiry.policy.steps[index ?? -1];
  if (chain !== inquiry.chain || index === undefined || repeat === undefined || !step) return undefined;
  const { policyName: policy, policyVersion: version } = inquiry;
  return { policy, version, name: step.name, index, repeat };
}

const nameOf = ({ chain }: Inquiry, { step, repeat }: Pick<Round, 'step' | 'repeat'>): string =>
  `${chain}.${step}.${repeat}`;

/** The last step comes round for ever: that it reaches nobody is told once, and again after it had reached somebody. */
function isNews({ inquiry, notices }: InquiryFile, { round }: Unheard): boolean {
  // Somebody has sent the chain on from there.
  if (round.at < inquiry.chainStartedAt) return false;
  if (round.repeat === 0) return true;
  const before = nameOf(inquiry, { ...round, repeat: round.repeat - 1 });
  return notices.some(
    (notice) =>
      notice.round === before &&
      (notice.kind === 'page' || notice.kind === 'alert') &&
      notice.state === 'sent',
  );
}

function unheardLine(inquiry: Inquiry, { round, why }: Unheard): InquiryEvent {
  const name = nameOf(inquiry, round);
  const step = stepOfRound(inquiry, name);
  const what = round.step < inquiry.policy.steps.length - 1 ? 'step-skipped' : 'step-unheard';
  return { id: `unheard#${name}`, what, at: round.at, actor, why: [why], ...(step ? { step } : {}) };
}

/**
 * What a plan finds out and nothing else stores: that a step reached nobody, that a claim ended without an answer, that the promise was missed. Each
 * bears the instant (ISO) at which it came to be, so that a plan that is made again writes the same line again (R61).
 */
export function planLines(
  file: InquiryFile,
  found: { readonly unheard: readonly Unheard[]; readonly lapsed: boolean; readonly missed: boolean },
): readonly InquiryEvent[] {
  const { inquiry } = file;
  const { claimedBy = '', claimSince, claimUntil = '', deadline } = inquiry;
  return [
    ...(found.lapsed
      ? [{ id: `lapsed#${claimSince}`, what: 'claim-lapsed', at: claimUntil, actor, note: claimedBy }]
      : []),
    ...(found.missed ? [{ id: `missed#${deadline}`, what: 'promise-missed', at: deadline, actor }] : []),
    ...found.unheard.filter((one) => isNews(file, one)).map((one) => unheardLine(inquiry, one)),
  ];
}
