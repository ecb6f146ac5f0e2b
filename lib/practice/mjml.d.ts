/** The compiler of mail layouts ships no types of its own; this is what is used of it. */
declare module 'mjml' {
  export default function mjml2html(
    source: string,
    options: {
      readonly validationLevel: 'strict' | 'soft' | 'skip';
      readonly keepComments: boolean;
      readonly fonts: Readonly<Record<string, string>>;
    },
  ): Promise<{
    readonly html: string;
    readonly errors: readonly { readonly line: number; readonly message: string }[];
  }>;
}
