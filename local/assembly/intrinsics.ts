/** What an expression of a template can refer to. Every lookup throws a sentence when there is no such thing. */
export interface References {
  ref(logicalId: string): unknown;
  attribute(logicalId: string, name: string): unknown;
  imported(name: string): unknown;
}

type Expression = readonly [operator: string, operand: unknown];

const expressionOf = (value: object): Expression | undefined => {
  const entries = Object.entries(value);
  const [first] = entries;
  if (entries.length !== 1 || !first) return undefined;
  return first[0] === 'Ref' || first[0].startsWith('Fn::') ? first : undefined;
};

const text = (value: unknown): string => {
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return `${value}`;
  throw new Error(`The template joins something that is not text: ${JSON.stringify(value)}.`);
};

const list = (value: unknown): readonly unknown[] => {
  if (Array.isArray(value)) return value;
  throw new Error(`The template needs a list where it has ${JSON.stringify(value)}.`);
};

function substitute(operand: unknown, references: References): string {
  const [template, variables] = Array.isArray(operand) ? operand : [operand, {}];
  const named = resolve(variables ?? {}, references) as Record<string, unknown>;
  return text(template).replace(/\$\{(!?)([^}]+)\}/g, (_all, literal: string, name: string) => {
    if (literal) return `\${${name}}`;
    if (name in named) return text(named[name]);
    const [id = '', ...attribute] = name.split('.');
    return text(attribute.length > 0 ? references.attribute(id, attribute.join('.')) : references.ref(id));
  });
}

function evaluate([operator, operand]: Expression, references: References): unknown {
  const resolved = (): readonly unknown[] => list(resolve(operand, references));
  switch (operator) {
    case 'Ref':
      return references.ref(text(operand));
    case 'Fn::GetAtt': {
      const [id, ...name] = Array.isArray(operand) ? operand : text(operand).split('.');
      return references.attribute(text(id), name.join('.'));
    }
    case 'Fn::Join': {
      const [separator, parts] = resolved();
      return list(parts).map(text).join(text(separator));
    }
    case 'Fn::Sub':
      return substitute(operand, references);
    case 'Fn::Select': {
      const [index, choices] = resolved();
      return list(choices)[Number(index)];
    }
    case 'Fn::Split': {
      const [separator, whole] = resolved();
      return text(whole).split(text(separator));
    }
    case 'Fn::ImportValue':
      return references.imported(text(resolve(operand, references)));
    default:
      throw new Error(
        `The local runtime does not know ${operator}; use another function or teach it in local/.`,
      );
  }
}

/** The value with every expression in it evaluated. Throws on what the local runtime does not know. */
export function resolve(value: unknown, references: References): unknown {
  if (Array.isArray(value)) return value.map((item) => resolve(item, references));
  if (value === null || typeof value !== 'object') return value;
  const expression = expressionOf(value);
  if (expression) return evaluate(expression, references);
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, resolve(item, references)]));
}
