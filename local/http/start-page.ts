import type { Outgoing } from '../outbox.ts';

const escaped = (text: string): string =>
  text.replaceAll(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);

const shell = (title: string, body: string): string => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title><link rel="icon" href="data:,">
<style>
  body { font: 16px/1.5 system-ui, sans-serif; max-width: 56rem; margin: 2rem auto; padding: 0 1rem; color: #1c2430; }
  a { color: #0b5cad; } li { margin: .4rem 0; }
  article { border-top: 1px solid #d5dbe3; padding: .6rem 0; } article p { margin: 0; color: #4a5767; font-size: .9rem; } article h2 { font-size: 1rem; margin: .3rem 0; }
  pre { white-space: pre-wrap; overflow-wrap: anywhere; margin: 0; font: inherit; }
</style>
</head>
<body>${body}</body>
</html>`;

/** Where everything is. */
export function startPage(links: {
  readonly mailInbox: string;
  readonly aws: string;
  readonly now: string;
}): string {
  return shell(
    'Heard, on this machine',
    `<h1>Heard, on this machine</h1>
<p>Its clock says ${escaped(links.now)}. Nothing that it sends leaves this machine.</p>
<ul>
<li><a href="${escaped(links.mailInbox)}">Mail inbox</a>: every e-mail as its reader would see it</li>
<li><a href="/outbox">Outbox</a>: every message that left, on every channel (<a href="/_local/outbox">as JSON</a>)</li>
<li><a href="/v1/openapi.json">The API</a>, as an OpenAPI document</li>
<li><a href="/_local/endpoints">Endpoints for the AWS CLI</a> (${escaped(links.aws)})</li>
</ul>`,
  );
}

const when = (at: string): string => at.replace('T', ' ').slice(0, 16);

const card = ({ at, channel, audience, to, subject, text }: Outgoing): string =>
  `<article><p>${escaped(when(at))} UTC, ${channel} to ${audience}: ${escaped(to)}</p>${subject ? `<h2>${escaped(subject)}</h2>` : ''}<pre>${linked(escaped(text))}</pre></article>`;

/** Addresses of this run become links, so that an alert can be followed with one tap. */
const linked = (text: string): string =>
  text.replaceAll(/https?:\/\/[^\s&<]+/g, (url) => `<a href="${url}">${url}</a>`);

/** Every message that left, newest first. */
export function outboxPage(messages: readonly Outgoing[]): string {
  const cards = messages.toReversed().slice(0, 500).map(card).join('\n');
  return shell(
    'Outbox',
    `<p><a href="/">Heard, on this machine</a></p><h1>Outbox</h1>
${cards}`,
  );
}
