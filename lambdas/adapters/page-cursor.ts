import { DomainError } from '../../domain/errors.ts';

type Key = Record<string, unknown>;

/** A cursor that leads nowhere is the caller's mistake. */
export const badCursor = (): DomainError =>
  new DomainError('invalid', 'Take the cursor from the page before, as it was given.');

/** The cursor by which a list goes on after a key; none after the last page. */
export const cursorOf = (key: Key | undefined): string | undefined =>
  key && Buffer.from(JSON.stringify(key)).toString('base64url');

function parsedKey(cursor: string): unknown {
  try {
    return JSON.parse(Buffer.from(cursor, 'base64url').toString());
  } catch {
    return undefined;
  }
}

/** Where a list goes on. Throws for a cursor that no list gave. */
export function keyOf(cursor: string | undefined): Key | undefined {
  if (cursor === undefined) return undefined;
  const key = parsedKey(cursor);
  const isKey =
    typeof key === 'object' && key !== null && Object.values(key).every((value) => typeof value === 'string');
  if (!isKey) throw badCursor();
  return key as Key;
}
