import type { Outgoing } from '../outbox.ts';

const escaped = (text: string): string =>
  text.replaceAll(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);

const shell = (title: string, body: string): string => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<style>
  body { font: 16px/1.5 system-ui, sans-serif; max-width: 56rem; margin: 2rem auto; padding: 0 1rem; color: #1c2430; }
  a { color: #0b5cad; } li { margin: .4rem 0; }
  table { border-collapse: collapse; width: 100%; font-size: .9rem; } td, th { text-align: left; vertical-align: top; padding: .4rem; border-top: 1px solid #d5dbe3; }
  .wide { overflow-x: auto; } pre { white-space: pre-wrap; margin: 0; font: inherit; }
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

const row = ({ at, channel, audience, to, subject, text }: Outgoing): string =>
  `<tr><td>${escaped(at)}</td><td>${channel}<br>to ${audience}</td><td>${escaped(to)}</td><td><b>${escaped(subject)}</b><pre>${escaped(text)}</pre></td></tr>`;

/** Every message that left, newest first. */
export function outboxPage(messages: readonly Outgoing[]): string {
  const rows = messages.toReversed().slice(0, 500).map(row).join('\n');
  return shell(
    'Outbox',
    `<p><a href="/">Heard, on this machine</a></p><h1>Outbox</h1>
<div class="wide"><table><tr><th>When</th><th>How</th><th>To</th><th>What</th></tr>${rows}</table></div>`,
  );
}
