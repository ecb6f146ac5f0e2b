import mjml2html from 'mjml';

/** What would make a mail tell on its reader, or break without a connection (R32). */
const remote = /<img|<link|<script|@import|\bsrc=|url\(/i;

/** Compiles a mail layout of MJML into HTML that still has its Liquid variables. Throws with every error of the file. */
export async function compileLayout(source: string): Promise<string> {
  const { html, errors } = await mjml2html(source, {
    validationLevel: 'soft',
    keepComments: false,
    fonts: {},
  });
  const found = [
    ...errors.map(({ line, message }) => `templates/recall-layout.mjml:${line}: ${message}`),
    ...(remote.test(html)
      ? ['templates/recall-layout.mjml:1: a mail loads nothing from elsewhere: no image, font or pixel (R32)']
      : []),
  ];
  if (found.length > 0) throw new Error(found.join('\n'));
  return html.replaceAll(/^\s+/gm, '').trim();
}

/** What a layout must show, or the law is broken where a practice changes its looks (R18, R20). */
const shown = ['sender', 'why', 'unsubscribe', 'preferences', 'paragraphs'];

/** The layout of a practice's folder, compiled and tried. Throws with file and line of what is wrong. */
export async function layoutOf(source: string): Promise<string> {
  const html = await compileLayout(source);
  const lacking = shown.filter((name) => !new RegExp(`\\{[{%][^}]*\\b${name}\\b`).test(html));
  if (lacking.length > 0)
    throw new Error(`templates/recall-layout.mjml:1: the layout must show ${lacking.join(', ')}`);
  return html;
}
