import type { AuditTrail } from '../practice/audit.ts';

/** Version of each part of the practice's configuration, by its name. */
export type Versions = Readonly<Record<string, string>>;

export interface SeenVersions {
  /** Those that were noted last. */
  current(): Promise<Versions | undefined>;
  keep(versions: Versions, at: string): Promise<void>;
}

/**
 * Writes into the trail which parts of the configuration a deploy has changed, once: each with the version that it had and the one that it
 * has. Who deployed it the account's own trail knows. Gives how many changed. `now` is an ISO instant.
 */
export async function noteConfiguration(
  {
    seen,
    trail,
    newId,
  }: {
    readonly seen: SeenVersions;
    readonly trail: Pick<AuditTrail, 'append'>;
    readonly newId: () => string;
  },
  versions: Versions,
  now: string,
): Promise<number> {
  const before = (await seen.current()) ?? {};
  const parts = [...new Set([...Object.keys(before), ...Object.keys(versions)])].toSorted();
  const changed = parts.filter((part) => before[part] !== versions[part]);
  if (changed.length === 0) return 0;
  const requestId = newId();
  // The lines first: after a fault they stand there twice, and never not at all.
  for (const part of changed)
    await trail.append({
      id: newId(),
      at: now,
      staff: 'deploy',
      operation: 'configurationChanged',
      subject: part,
      outcome: 'done',
      requestId,
      why: `${before[part] ?? 'none'} to ${versions[part] ?? 'none'}`,
    });
  await seen.keep(versions, now);
  return changed.length;
}
