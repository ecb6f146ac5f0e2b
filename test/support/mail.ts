export const inboundAddress = 'desk@in.lakeside-aesthetics.example.com';

export interface MailParts {
  readonly to?: string;
  readonly from?: string;
  readonly headers?: readonly string[];
  readonly text: string;
  readonly file?: { readonly name: string; readonly content: string };
  readonly id: string;
}

/** A mail as a patient's program would send it. */
export function mime({ to = inboundAddress, from, headers = [], text, file, id }: MailParts): string {
  const head = [
    `From: ${from ?? 'Rowan Ellery <Rowan.Ellery@example.com>'}`,
    `To: ${to}`,
    'Subject: A question',
    `Message-ID: <${id}@mail.example.com>`,
    ...headers,
    'MIME-Version: 1.0',
  ];
  if (!file) return [...head, 'Content-Type: text/plain; charset=utf-8', '', text].join('\r\n');
  return [
    ...head,
    'Content-Type: multipart/mixed; boundary=b1',
    '',
    '--b1',
    'Content-Type: text/plain; charset=utf-8',
    '',
    text,
    '--b1',
    `Content-Type: image/png; name="${file.name}"`,
    `Content-Disposition: attachment; filename="${file.name}"`,
    'Content-Transfer-Encoding: base64',
    '',
    Buffer.from(file.content).toString('base64'),
    '--b1--',
    '',
  ].join('\r\n');
}
