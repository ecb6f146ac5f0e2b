type Json = Record<string, unknown>;

/** Values that only a person who knows the practice would pick. */
const known: Readonly<Record<string, unknown>> = {
  day: '2026-11-20',
  month: '2026-11',
  location: 'downtown',
  cursor: Buffer.from('null').toString('base64url'),
  to: 'physician',
  secret: 'a secret of the journeys',
  url: 'https://intake.example.com/v1/hooks/src_typeform',
  text: 'Yes, of course.',
  reason: 'no-answer-needed',
  status: 'acknowledged',
  importPatients: 'patient_id,first_name,email\n17,Rowan,rowan@example.com',
  importRegister: 'number,date asked,answer\n5125550143,2026-11-02,no',
  on: '2026-11-20',
  nextOn: '2027-03-01',
  system: 'heard',
  snoozedUntil: '2026-12-20',
  startedOn: '2026-12-01',
  type: 'botulinum-toxin',
  treatment: 'botulinum-toxin',
  product: 'serum-30ml',
  item: 'due#botulinum-toxin',
  entry: 'botulinum-toxin#2026-08-20',
  at: '2026-12-26T21:00',
  priority: 'new-lead',
  level: 'U',
  decision: 'requested',
  template: 'due',
  channel: 'sms',
  schedule: 'physicians',
  staff: 'lindqvist',
  from: '2026-12-01T08:00:00.000Z',
  until: '2026-12-02T08:00:00.000Z',
};

/** Of a report: elsewhere `to` is a member of the staff. */
const lastDay = '2026-12-02';

function objectOf(schema: Json): unknown {
  const properties = (schema.properties ?? {}) as Record<string, Json>;
  const required = (schema.required ?? []) as string[];
  return Object.fromEntries(required.map((key) => [key, exampleOf(properties[key] ?? {}, key)]));
}

const byType: Readonly<Record<string, (schema: Json, name: string) => unknown>> = {
  object: objectOf,
  array: (schema, name) => [exampleOf((schema.items ?? {}) as Json, name)],
  integer: (schema) => schema.minimum ?? 1,
  number: (schema) => schema.minimum ?? 1,
  boolean: () => true,
  string: (schema) => 'example'.padEnd(Number(schema.minLength ?? 0), 'x'),
};

/** A value that satisfies a JSON schema, as OpenAPI 3.1 has them. */
export function exampleOf(schema: Json, name: string): unknown {
  if (Array.isArray(schema.examples)) return schema.examples[0];
  if (Array.isArray(schema.enum)) return schema.enum.includes(known[name]) ? known[name] : schema.enum[0];
  if (schema.format === 'date' && name === 'to') return lastDay;
  if (schema.format === 'date' && name in known) return String(known[name]).slice(0, 10);
  if (name in known) return known[name];
  const [choice] = (schema.anyOf ?? schema.oneOf ?? []) as Json[];
  if (choice) return exampleOf(choice, name);
  if ('const' in schema) return schema.const;
  if ('default' in schema) return schema.default;
  return byType[String(schema.type)]?.(schema, name) ?? 'example';
}
