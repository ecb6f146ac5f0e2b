import { type OutreachChannel, outreachChannels } from '../recall/recall-rules.ts';
import { wordsOf } from './import-status.ts';

/** What a patient said of how they are contacted, as practice systems write it down. */
export interface ContactWish {
  readonly channel?: OutreachChannel;
  /** R27: never by these. */
  readonly forbids?: readonly OutreachChannel[];
}

const named: readonly (readonly [readonly OutreachChannel[], RegExp])[] = [
  [['email'], /\be ?mail(s|ing)?\b/],
  [['text'], /\btext\w*|\bsms\b/],
  [
    ['call'],
    /\bcall(s|ing|ed)?\b|\b(hm|wk|home|work|cell|mobile|wireless)? ?(tele)?ph(one)?s?\b|\bvoice\b|\bmobile\b|\bcell\b/,
  ],
  [['letter', 'postcard'], /\bletters?\b|\bpost(al)?\b|(?<!\be )\bmail\b/],
];
const everything = /\bcontact\b|\banything\b|\bdisturb\b|\boutreach\b|\bcommunicat\w*/;
const negated = /\b(do not|dont|does not|doesnt|no|not|never|without|stop)\b/;
const none =
  /^(none|no preference|any|either|all|unknown|n a|not (set|specified|given)|unspecified|default)?$/;

const channelsIn = (words: string): readonly OutreachChannel[] =>
  named.flatMap(([channels, pattern]) => (pattern.test(words) ? channels : []));

/**
 * The channel a patient wishes, and those they do not want: "Do not call" forbids calls and wishes for none. "None" says nothing. Throws a reason
 * for what is none of them: a person has to read it.
 */
export function importedWish(text: string): ContactWish {
  if (none.test(wordsOf(text))) return {};
  const parts = text
    .split(/[;.]|\bbut\b/i)
    .map(wordsOf)
    .filter(Boolean);
  const forbids = parts
    .filter((part) => negated.test(part))
    .flatMap((part) => (everything.test(part) ? outreachChannels : channelsIn(part)));
  const [channel] = parts.filter((part) => !negated.test(part)).flatMap(channelsIn);
  if (channel === undefined && forbids.length === 0)
    throw new Error(
      'the preferred channel is none that is known; use email, text, call, letter or "do not call"',
    );
  return {
    ...(channel === undefined || forbids.includes(channel) ? {} : { channel }),
    ...(forbids.length > 0 ? { forbids: [...new Set(forbids)] } : {}),
  };
}
