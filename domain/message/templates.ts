import * as z from 'zod/mini';

const Wording = z.strictObject({
  subject: z.optional(z.string()),
  text: z.string(),
  html: z.optional(z.string()),
});

/** One message in both languages of the practice. */
export const Template = z.strictObject({ en: Wording, es: Wording });
export type Template = z.infer<typeof Template>;

/** Messages by name; each file under practice/templates/ is one such set. */
export const Templates = z.record(z.string(), Template);
export type Templates = z.infer<typeof Templates>;
