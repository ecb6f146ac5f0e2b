import * as z from 'zod/mini';

/** A schema that shows in the document what a value of it looks like. */
export function shown<T extends z.ZodMiniType>(schema: T, example: unknown): T {
  z.globalRegistry.add(schema, { examples: [example] } as never);
  return schema;
}
