import type { Audience, Condition } from './audience.ts';

/** Something that audiences name: by its id, and as the practice calls it. */
export interface Named {
  readonly id: string;
  readonly names?: readonly string[];
}

export interface Nameable {
  readonly treatments: readonly Named[];
  readonly products: readonly Named[];
  readonly locations: readonly Named[];
  /** The staff. */
  readonly providers: readonly Named[];
}

type Kind = keyof Nameable;

const conditionsOf = (clauses: NonNullable<Audience['all']>): readonly Condition[] =>
  clauses.flatMap((clause) =>
    'is' in clause
      ? [clause]
      : [clause.all, clause.any, clause.none].flatMap((conditions) => conditions ?? []),
  );

/** What a condition names, and among what. */
function namedBy(condition: Condition): readonly [kind: Kind, names: readonly string[]] {
  switch (condition.is) {
    case 'treated':
      return ['treatments', condition.with];
    case 'consulted':
      return ['treatments', condition.about ?? []];
    case 'bought':
      return ['products', condition.products];
    case 'seen-by':
      return ['providers', condition.providers ?? []];
    case 'at-location':
      return ['locations', condition.locations];
    default:
      return ['treatments', []];
  }
}

const alike = (name: string, { id, names = [] }: Named): boolean =>
  [id, ...names].some((one) => one.toLowerCase() === name.toLowerCase());

const otherwise: Readonly<Partial<Record<Kind, string>>> = {
  providers: ', or write the name as your own system has it under asWritten',
};

function unknown(kind: Kind, names: readonly string[], known: Nameable): readonly string[] {
  const among = known[kind];
  return names
    .filter((name) => !among.some(({ id }) => id === name))
    .map((name) => {
      const meant = among.find((one) => alike(name, one));
      const instead = meant
        ? `write ${meant.id}`
        : `write one of ${among.map(({ id }) => id).join(', ')}${otherwise[kind] ?? ''}`;
      return `there is no ${kind.slice(0, -1)} ${name}: ${instead}`;
    });
}

/** What an audience, and what a campaign is `about` (treatments), name that there is not, in words that say what to write; nobody would be meant by it. */
export const unknownNames = (
  { all = [], any = [], none = [] }: Audience,
  about: readonly string[],
  known: Nameable,
): readonly string[] => [
  ...conditionsOf([...all, ...any, ...none]).flatMap((condition) => {
    const [kind, names] = namedBy(condition);
    return unknown(kind, names, known);
  }),
  ...unknown('treatments', about, known),
];

/** Treatments that an audience asks for: had, or talked about. */
export const treatmentsAskedFor = ({ all = [], any = [] }: Audience): readonly string[] => {
  const asked = [...all, ...any].flatMap((clause) =>
    'is' in clause ? [clause] : [...(clause.all ?? []), ...(clause.any ?? [])],
  );
  const named = asked.flatMap((condition) => {
    const [kind, names] = namedBy(condition);
    return kind === 'treatments' ? names : [];
  });
  return [...new Set(named)];
};
