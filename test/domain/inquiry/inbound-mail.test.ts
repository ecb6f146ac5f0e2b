import { describe, expect, test } from '@jest/globals';
import { type DecodedMail, decodeEmail } from '../../../domain/inquiry/decoders/email.ts';
import { mailNoticeOf, provesSender, suspicionOf, threadIds } from '../../../domain/inquiry/inbound-mail.ts';

const mail = (head: readonly string[], text = 'Hello', from = 'Rowan <rowan@example.com>') =>
  decodeEmail(Buffer.from([`From: ${from}`, ...head, '', text].join('\r\n')));

const notice = (verdicts: Readonly<Record<string, string>>) => {
  const receipt = Object.entries(verdicts).map(([name, status]) => [`${name}Verdict`, { status }]);
  const found = mailNoticeOf({
    message: { notificationType: 'Received', receipt: Object.fromEntries(receipt) },
  });
  if (!found) throw new Error('It is a notice.');
  return found;
};
const pass = { spam: 'PASS', virus: 'PASS', spf: 'PASS', dkim: 'PASS', dmarc: 'PASS' };

describe('a mail that came in', () => {
  test('is named by its thread: what it answers first, its own last', async () => {
    const head = ['Message-ID: <c@x>', 'In-Reply-To: <b@x>', 'References: <a@x> <b@x>'];
    expect(threadIds(await mail(head))).toEqual(['<b@x>', '<a@x>', '<c@x>']);
  });

  test.each([
    [pass, undefined],
    [{ ...pass, dkim: 'GRAY' }, undefined],
    [{ ...pass, dkim: 'GRAY', spf: 'FAIL' }, 'forged'],
    [{ ...pass, dmarc: 'FAIL' }, 'forged'],
    [{ ...pass, spam: 'GRAY' }, 'spam'],
    [{ ...pass, virus: 'PROCESSING_FAILED' }, 'viruses'],
  ])('with %j', (verdicts, word) => {
    const why = suspicionOf(notice(verdicts));
    expect(why === undefined ? undefined : why.includes(word ?? '-')).toBe(
      word === undefined ? undefined : true,
    );
  });

  test('in HTML alone is read as text, without what is never shown', async () => {
    const html =
      '<style>p{}</style><p>My lip is&nbsp;white</p><p>since noon &lt;3<br>help</p><script>x</script>';
    const { text } = await mail(['Content-Type: text/html; charset=utf-8'], html);
    expect(text).toBe('My lip is white\nsince noon <3\nhelp');
  });

  test('of more lines than a mail has is not read, and so goes to a person', async () => {
    await expect(mail([], '\n'.repeat(1_000_001))).rejects.toThrow(SyntaxError);
  });
});

describe('the sender of a mail', () => {
  const notice = (verdicts: Record<string, string>, envelope = 'rowan@example.com') => ({
    recipients: [],
    verdicts,
    envelope,
  });
  const from = { from: { name: '', address: 'Rowan@Example.com' } } as DecodedMail;

  test.each([
    ['DMARC passed', notice({ dmarc: 'PASS' }, 'bounces@mailer.example'), true],
    ['SPF passed for the domain of its From', notice({ spf: 'PASS', dkim: 'FAIL', dmarc: 'GRAY' }), true],
    [
      'SPF passed for a domain of somebody else',
      notice({ spf: 'PASS', dmarc: 'GRAY' }, 'm@evil.example'),
      false,
    ],
    ['a domain that only ends like it', notice({ spf: 'PASS' }, 'm@notexample.com'), false],
    ['signed by whomever', notice({ dkim: 'PASS', dmarc: 'GRAY' }), false],
    ['disowned by its domain', notice({ spf: 'PASS', dmarc: 'FAIL' }), false],
    ['nothing is known', notice({}), false],
  ])('%s', (_name, given, proved) => expect(provesSender(given, from)).toBe(proved));
});
