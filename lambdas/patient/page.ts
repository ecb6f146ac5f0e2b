import { createHash } from 'node:crypto';
import { Liquid } from 'liquidjs';
import type { HttpReply } from '../kit/http.ts';

// Everything that a page prints is escaped; nothing in it runs.
const engine = new Liquid({ outputEscape: 'escape', strictVariables: true, ownPropertyOnly: true });

const style = `
:root { color-scheme: light; --ink: #17202b; --line: #cfd7e1; --act: #0b5cad; --warn: #9b1c1c; }
* { box-sizing: border-box; }
body { font: 17px/1.5 system-ui, sans-serif; color: var(--ink); background: #f5f7fa; margin: 0; }
main { max-width: 40rem; margin: 0 auto; padding: 1rem; }
h1 { font-size: 1.35rem; margin: .5rem 0; } h2 { font-size: 1.05rem; margin: 1.5rem 0 .5rem; }
section { background: #fff; border: 1px solid var(--line); border-radius: .6rem; padding: 1rem; margin: 1rem 0; }
.urgent { border-color: var(--warn); border-width: 2px; } .urgent strong { color: var(--warn); }
blockquote { margin: .5rem 0; padding: .5rem .8rem; border-left: 4px solid var(--line); white-space: pre-wrap; overflow-wrap: anywhere; }
blockquote.ours { border-color: var(--act); }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .2rem 1rem; margin: 0; } dt { color: #4a5767; } dd { margin: 0; overflow-wrap: anywhere; }
textarea, select, input:not([type=checkbox]) { width: 100%; font: inherit; padding: .6rem; border: 1px solid #7d8998; border-radius: .4rem; background: #fff; color: inherit; }
label { display: block; margin: .2rem 0; }
button, .call { font: inherit; min-height: 3rem; padding: .6rem 1rem; margin: .4rem .4rem 0 0; border: 1px solid var(--act); border-radius: .4rem; background: #fff; color: var(--act); display: inline-block; text-decoration: none; cursor: pointer; }
button.main, .call { background: var(--act); color: #fff; }
button:focus-visible, textarea:focus-visible, select:focus-visible, input:focus-visible, a:focus-visible { outline: 3px solid #f0a500; outline-offset: 2px; }
.note { border-color: #2e7d32; } .problem { border-color: var(--warn); }
details { background: #fff; border: 1px solid var(--line); border-radius: .6rem; padding: 0 1rem; margin: .6rem 0; } details[open] { padding-bottom: 1rem; }
summary { min-height: 2.75rem; padding: .6rem 0; cursor: pointer; font-weight: 600; overflow-wrap: anywhere; } summary:focus-visible { outline: 3px solid #f0a500; outline-offset: 2px; }
details.act { border-color: var(--act); margin: .5rem 0 0; } details.act > summary { color: var(--act); font-weight: 400; }
.acts { display: grid; grid-template-columns: 1fr 1fr; gap: .4rem; } .acts:has(> :only-child) { grid-template-columns: 1fr; } .acts form { display: grid; } .acts button, .acts .call { margin: 0; width: 100%; text-align: center; padding: .6rem .4rem; }
.facts { margin: 0 0 .4rem; } .name { display: block; font-size: 1.1rem; } .care { margin: .3rem 0; } .newest { margin: .4rem 0 .6rem; } .fine { color: #4a5767; font-size: .9rem; }
section > :first-child { margin-top: 0; } section > :last-child { margin-bottom: 0; }
form { margin: 0; } fieldset { border: 0; padding: 0; margin: 0; } legend { padding: 0; }
.box { display: flex; gap: .7rem; align-items: flex-start; } .box input { width: 1.4rem; height: 1.4rem; flex: none; margin-top: .1rem; } .box label { margin: 0; }
.away { position: absolute; left: -100vw; width: 1px; height: 1px; overflow: hidden; } .error { color: var(--warn); display: block; } .language { text-align: right; margin: 0; }
[aria-invalid] { border-color: var(--warn) !important; border-width: 2px !important; }
 @media (max-width: 480px) { main { padding: .6rem; } section { padding: .8rem; } h1 { font-size: 1.1rem; } .newest { font-size: 1rem; } button, .call { width: 100%; margin-right: 0; text-align: center; } }
`;
const styleHash = createHash('sha256').update(style).digest('base64');

const headersFor = (frames: readonly string[]) => ({
  'content-type': 'text/html; charset=utf-8',
  'cache-control': 'no-store',
  'content-security-policy': `default-src 'none'; style-src 'sha256-${styleHash}'; form-action 'self'; base-uri 'none'; frame-ancestors ${frames.length > 0 ? frames.join(' ') : "'none'"}`,
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-robots-tag': 'noindex',
});

export interface Page {
  readonly language: string;
  readonly title: string;
  /** Liquid; every output is escaped. */
  readonly template: string;
  readonly values: Readonly<Record<string, unknown>>;
  /** Origins that may show the page in a frame; none without it. */
  readonly frames?: readonly string[];
}

const shell = (body: string): string => `<!doctype html>
<html lang="{{ language }}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>{{ title }}</title><style>${style}</style></head>
<body><main>${body}</main></body>
</html>`;

/** A page that works without script, under a strict policy. */
export function page(status: number, { language, title, template, values, frames = [] }: Page): HttpReply {
  const body = engine.parseAndRenderSync(shell(template), { ...values, language, title }) as string;
  return { statusCode: status, headers: headersFor(frames), body };
}

/** A page that only says something. */
export const sentence = (status: number, title: string, text: string): HttpReply =>
  page(status, {
    language: 'en',
    title,
    template: '<section><h1>{{ title }}</h1><p>{{ text }}</p></section>',
    values: { text },
  });
