import * as z from 'zod/mini';

/**
 * One value of a field: a path such as `form_response.answers[field.ref=email].email`, `header:NAME`, `query:NAME` or `path:`;
 * the first of several that is not empty; several joined; a text split and joined anew; the texts that stand for option ids;
 * a constant.
 */
export type FieldRule =
  | string
  | { readonly first: readonly FieldRule[] }
  | { readonly join: readonly FieldRule[]; readonly with?: string | undefined }
  | { readonly split: FieldRule; readonly at: string; readonly with?: string | undefined }
  | {
      readonly options: string;
      readonly among: string;
      readonly id?: string | undefined;
      readonly text?: string | undefined;
    }
  | { readonly constant: string };
export const FieldRule: z.ZodMiniType<FieldRule> = z.lazy(() =>
  z.union([
    z.string(),
    z.strictObject({ first: z.array(FieldRule) }),
    z.strictObject({ join: z.array(FieldRule), with: z.optional(z.string()) }),
    z.strictObject({
      split: FieldRule,
      at: z.string().check(z.minLength(1)),
      with: z.optional(z.string()),
    }),
    z.strictObject({
      options: z.string(),
      among: z.string(),
      id: z.optional(z.string()),
      text: z.optional(z.string()),
    }),
    z.strictObject({ constant: z.string() }),
  ]),
);

/** Holds for an item whose field has one of the values, or none, or any; compared without regard to case. */
export const Condition = z.strictObject({
  field: FieldRule,
  in: z.optional(z.array(z.string())),
  notIn: z.optional(z.array(z.string())),
  empty: z.optional(z.boolean()),
});
export type Condition = z.infer<typeof Condition>;
