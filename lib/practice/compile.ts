import { createHash } from 'node:crypto';
import type { Compiled } from '../../domain/practice/practice.ts';

/** A part of the practice with its version: the hash of its content. */
export function compile<T>(value: T): Compiled<T> {
  const version = createHash('sha256').update(JSON.stringify(value)).digest('hex').slice(0, 12);
  return { version, value };
}
