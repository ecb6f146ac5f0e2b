/** A patient, and what is shared with those of the same household. */
export interface Member {
  readonly patientId: string;
  /** Keys (HMAC) of the patient's e-mail addresses, phone numbers and postal addresses. */
  readonly addressKeys: readonly string[];
  /** The household given to the patient before, where one was. */
  readonly household?: string;
}

/** An address of more patients than this is nobody's own: a front desk's, a placeholder, a hotel's. It joins nobody. */
export const mostWithOneAddress = 10;

/** Sets that grow together; each is named by one of its members. */
function unions() {
  const parents = new Map<string, string>();
  const rootOf = (one: string): string => {
    let root = one;
    for (let up = parents.get(root); up !== undefined; up = parents.get(root)) root = up;
    // So that long chains are walked once.
    for (let at = one; at !== root; ) {
      const up = parents.get(at) ?? root;
      parents.set(at, root);
      at = up;
    }
    return root;
  };
  return {
    rootOf,
    join: (a: string, b: string): void => {
      const [from, to] = [rootOf(a), rootOf(b)];
      if (from !== to) parents.set(from, to);
    },
  };
}

const smallest = (texts: readonly string[]): string | undefined => texts.toSorted()[0];

/**
 * The household of each patient, by patient id. Whoever shares an e-mail address, a phone number or a postal address is of one household, also by way of
 * a third person. It is named by the smallest name that a member was given before, and where there is none by the smallest patient id: so a newcomer,
 * or a new address, leaves a household in the arm in which it is. Does not depend on the order of members; the names hold no address, nor a key of one.
 */
export function households(members: readonly Member[]): ReadonlyMap<string, string> {
  const { rootOf, join } = unions();
  const sharers = Map.groupBy(
    members.flatMap(({ patientId, addressKeys }) =>
      [...new Set(addressKeys)].map((key) => ({ key, patientId })),
    ),
    ({ key }) => key,
  );
  for (const [first, ...others] of sharers.values()) {
    if (first === undefined || others.length >= mostWithOneAddress) continue;
    for (const { patientId } of others) join(first.patientId, patientId);
  }
  const names = new Map<string, string>();
  for (const [root, together] of Map.groupBy(members, ({ patientId }) => rootOf(patientId))) {
    const before = smallest(
      together.flatMap(({ household }) => (household === undefined ? [] : [household])),
    );
    names.set(root, before ?? smallest(together.map(({ patientId }) => patientId)) ?? root);
  }
  return new Map(
    members.map(({ patientId }) => [patientId, names.get(rootOf(patientId)) ?? patientId] as const),
  );
}
