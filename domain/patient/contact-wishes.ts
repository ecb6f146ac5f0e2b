import { DomainError } from '../errors.ts';
import { type OutreachChannel, outreachChannels } from '../recall/recall-rules.ts';
import type { Preferences } from './patient.ts';

/** Ways by which a patient must never be contacted, or by which alone (R27, 45 CFR 164.522(b)). */
export interface ContactWishes {
  readonly forbids: readonly OutreachChannel[];
  readonly onlyBy: readonly OutreachChannel[];
}

/** The wishes after a change of ways: what else they wished stays. Throws DomainError where no way would be left. */
export function withContactWishes(
  known: Preferences | undefined,
  { forbids, onlyBy }: ContactWishes,
  actor: { readonly patientId: string; readonly by: string; readonly now: string },
): Preferences {
  const left = outreachChannels.filter(
    (channel) => !forbids.includes(channel) && (onlyBy.length === 0 || onlyBy.includes(channel)),
  );
  if (left.length === 0)
    throw new DomainError(
      'invalid',
      'No way of contact would be left: leave one, or revoke consent instead.',
    );
  const { forbids: before, onlyBy: alone, ...kept } = known ?? { patientId: actor.patientId };
  void [before, alone];
  return {
    ...kept,
    patientId: actor.patientId,
    ...(forbids.length > 0 ? { forbids: [...new Set(forbids)] } : {}),
    ...(onlyBy.length > 0 ? { onlyBy: [...new Set(onlyBy)] } : {}),
    at: actor.now,
    by: actor.by,
  };
}
