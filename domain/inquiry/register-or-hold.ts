import type { Delivery } from './delivery.ts';

/** By then no passing fault is left to wait for: whatever of a delivery can be brought before a person is. */
const degradedRun = 4;
/** What ends the function itself throws nothing that could be caught: from this run on nothing else is tried. */
const onlyHeldRun = 6;

export interface Registering {
  /** Registers everything in the delivery; tells of each message that has its inquiry, since what follows may fail. */
  readonly register: (came: (inquiryId: string) => void) => Promise<void>;
  /** Puts the delivery as it is before a person, red flags and all. */
  readonly hold: () => Promise<void>;
  /** Keeps with the delivery which inquiries its messages are in. */
  readonly note: (inquiryIds: readonly string[]) => Promise<void>;
}

/**
 * Registers a delivery; one whose registration has failed again and again, and of which nobody has seen anything, is held for a person instead, so
 * that no patient waits for a mend of ours. Where its messages are in an inquiry already, the rest is tried again and again. Throws what `register` threw.
 */
export async function registerOrHold(
  { registrationRun: run = 1, inquiryIds: known = [] }: Pick<Delivery, 'registrationRun' | 'inquiryIds'>,
  { register, hold, note }: Registering,
): Promise<void> {
  if (run >= onlyHeldRun && known.length === 0) return hold();
  const came = new Set(known);
  try {
    await register((inquiryId) => came.add(inquiryId));
  } catch (error) {
    if (came.size > known.length) await note([...came]).catch(() => undefined);
    if (came.size > 0 || run < degradedRun) throw error;
    await hold();
  }
}

/**
 * Brings each arrival into its inquiry with all that is known of its sender, in order; after many failures without it, and the first failure is thrown once
 * everything that a person must read is there.
 */
export async function registerEach<T>(
  arrivals: readonly T[],
  run: number,
  {
    fully,
    plainly,
  }: {
    readonly fully: (arrival: T) => Promise<void>;
    readonly plainly: (arrival: T) => Promise<void>;
  },
): Promise<void> {
  let failure: { readonly error: unknown } | undefined;
  for (const arrival of arrivals)
    try {
      await fully(arrival);
    } catch (error) {
      if (run < degradedRun) throw error;
      failure ??= { error };
      await plainly(arrival);
    }
  if (failure) throw failure.error;
}
