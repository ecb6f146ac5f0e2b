import type { Inquiry } from '../../domain/inquiry/inquiry.ts';

/**
 * From when on pages tell of the newest flag of each inquiry (ms): from the flag itself, or from the start of the chain that was paging when it came.
 * A message no more urgent than a case that is paged already voids its claim and begins no chain; the one that runs tells of it, and what
 * begins later, such as a hand-over, is no later start of the same flag. Looked at after every call of a port.
 */
export function watchFlags(inquiries: { readonly all: () => readonly Inquiry[] }) {
  const starts = new Map<string, { readonly flaggedAt: string; readonly since: number }>();
  return {
    look: (): void => {
      for (const { id, flaggedAt, chainStartedAt } of inquiries.all()) {
        if (flaggedAt === undefined || starts.get(id)?.flaggedAt === flaggedAt) continue;
        const since = Math.min(Date.parse(flaggedAt), Date.parse(chainStartedAt));
        starts.set(id, { flaggedAt, since });
      }
    },
    since: (id: string): number | undefined => starts.get(id)?.since,
  };
}
