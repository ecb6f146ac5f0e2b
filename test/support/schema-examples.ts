type Json = Record<string, unknown>;

/** Values that only a person who knows the practice would pick. */
const known: Readonly<Record<string, unknown>> = {
  day: '2026-11-20',
  cursor: Buffer.from('null').toString('base64url'),
  to: 'physician',
  secret: 'a secret of the journeys',
  text: 'Yes, of course.',
  reason: 'no-answer-needed',
  status: 'acknowledged',
};

/** A value that satisfies a JSON schema, as OpenAPI 3.1 has them. */
export function exampleOf(schema: Json, name: string): unknown {
  if (name in known) return known[name];
  if ('const' in schema) return schema.const;
  if (Array.isArray(schema.enum)) return schema.enum[0];
  if ('default' in schema) return schema.default;
  if (schema.type === 'object') {
    const properties = (schema.properties ?? {}) as Record<string, Json>;
    const required = (schema.required ?? []) as string[];
    return Object.fromEntries(required.map((key) => [key, exampleOf(properties[key] ?? {}, key)]));
  }
  if (schema.type === 'array') return [exampleOf((schema.items ?? {}) as Json, name)];
  if (schema.type === 'integer' || schema.type === 'number') return schema.minimum ?? 1;
  if (schema.type === 'boolean') return true;
  return 'example'.padEnd(Number(schema.minLength ?? 0), 'x');
}
