import { AbstractKeyIterator, AbstractValueIterator } from 'abstract-level';

interface Ending {
  close(): Promise<void>;
  return?(): Promise<void>;
}

/**
 * dynalite 4.0 ends what it reads by `return()`, which the iterators of abstract-level 3 do not have: each query would hold its view of
 * the store, with every table in memory that has been written over since, until the run ends.
 */
export function endIterators(): void {
  for (const { prototype } of [AbstractKeyIterator, AbstractValueIterator]) {
    const ending = prototype as Ending;
    ending.return ??= function end(this: Ending) {
      return this.close();
    };
  }
}
