import type { Inquiry } from './inquiry.ts';

/** The number of a chain that begins: never one that was used before, also where its beginning was undone. */
export const nextChain = ({ chain, lastChain = 0 }: Inquiry): number => Math.max(chain, lastChain) + 1;
