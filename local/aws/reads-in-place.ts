import { ClassicLevel } from 'classic-level';

interface Reading {
  _get(key: unknown, options: unknown): Promise<unknown>;
  _getSync(key: unknown, options: unknown): unknown;
}

/**
 * Reads of the tables' files happen in the thread that asks. What is read is nearly always in memory, and takes less than handing it to
 * another thread and back does; the engine reads a table's description before every call.
 */
export function readInPlace(): void {
  const reading = ClassicLevel.prototype as unknown as Reading;
  reading._get = async function get(this: Reading, key, options) {
    return this._getSync(key, options);
  };
}
