import { DomainError } from '../errors.ts';
import { type OutreachChannel, outreachChannels } from '../recall/recall-rules.ts';
import type { Preferences } from './preferences.ts';

/** Ways by which a patient must never be contacted, or by which alone (R27, 45 CFR 164.522(b)). */
export interface ContactWishes {
  readonly forbids: readonly OutreachChannel[];
  readonly onlyBy: readonly OutreachChannel[];
}

const waysLeft = ({ forbids, onlyBy }: ContactWishes): boolean =>
  outreachChannels.some(
    (channel) => !forbids.includes(channel) && (onlyBy.length === 0 || onlyBy.includes(channel)),
  );

/** What a patient forbids on their page besides what is forbidden; undefined where no way would be left. Nothing is allowed again by it. */
export function alsoForbidden(
  known: Preferences | undefined,
  more: readonly OutreachChannel[],
): readonly OutreachChannel[] | undefined {
  const { forbids = [], onlyBy = [] } = known ?? {};
  const all = [...new Set([...forbids, ...more])];
  return more.length === 0 || waysLeft({ forbids: all, onlyBy }) ? all : undefined;
}

/** The wishes after a change of ways: what else they wished stays. Throws DomainError where no way would be left. */
export function withContactWishes(
  known: Preferences | undefined,
  { forbids, onlyBy }: ContactWishes,
  actor: { readonly patientId: string; readonly by: string; readonly now: string },
): Preferences {
  if (!waysLeft({ forbids, onlyBy }))
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
