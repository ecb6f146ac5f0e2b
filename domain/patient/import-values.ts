import type { ConsentMethod } from '../consent/consent-event.ts';

/** Longer than any date or amount is written. A pattern would be tried at every place of a longer cell. */
const longest = 40;

/** A cell that is short enough to be read by patterns. Throws the reason. */
export function short(text: string, reason: string): string {
  const trimmed = text.trim();
  if (trimmed.length > longest) throw new Error(reason);
  return trimmed;
}

/**
 * An amount of money in its smallest unit: $1,250.00 and 1.250,00 are both 125000. Throws a reason, also for what is less than nothing: ($90.00)
 * is a refund, and no sale.
 */
export function importedMoney(text: string, field: string): number {
  const reason = `${field} is no amount; write it as 1250.00`;
  const amount = short(text, reason);
  if (/^\(.*\)$|-|\bcr$/i.test(amount)) throw new Error(`${field} is less than nothing, as of a refund`);
  const digits = amount.replaceAll(/[^\d.,]/g, '');
  const [, whole = '', cents = '00'] = /^(\d[\d.,]*?)(?:[.,](\d{2}))?$/.exec(digits) ?? [];
  if (!whole || !/^(\d+|\d{1,3}([.,]\d{3})+)$/.test(whole)) throw new Error(reason);
  return Number(whole.replaceAll(/[.,]/g, '')) * 100 + Number(cents);
}

/** A count, from 1. Throws a reason. */
export function importedCount(text: string, field: string): number {
  const count = Number(text);
  if (!Number.isInteger(count) || count < 1 || count > 1000)
    throw new Error(`${field} is no whole number from 1`);
  return count;
}

/** Letters, digits and tick marks alone. */
const plain = (text: string): string =>
  text
    .slice(0, 100)
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/[^a-z0-9✓✔]/g, '');

const yes =
  /^(y|yes|t|true|1|x|si|on|ok|okay|✓|✔|checked|enabled|active|allow(ed)?|grant(ed)?|permitted|given|consent(ed)?|agreed?|accept(ed)?|opt(ed)?in|subscribed?)$/;
const no =
  /^(n|no|none|f|false|0|off|unchecked|disabled|opt(ed)?out|unsubscribed?|notsubscribed|declined?|denied|deny|refused|revoked|withdrawn|blocked|stop(ped)?|never|dnc|nothanks|notconsented|donot(contact|call|text|e?mail)?)$/;

/** Whether a cell certainly says yes; what is neither a yes nor a no is for the caller to judge. */
export const saysYes = (text: string): boolean => yes.test(plain(text));
/** Whether a cell certainly says no. */
export const saysNo = (text: string): boolean => no.test(plain(text));

/** Whether a course is paid for; undefined where that cannot be told. */
export function saysPaid(text: string): boolean | undefined {
  const said = plain(text);
  if (saysYes(text) || /^((fully|all|pre)?paid(infull)?|pif)$/.test(said)) return true;
  return saysNo(text) ||
    /^(unpaid|notpaid|partial(ly)?(paid)?|partpaid|deposit(paid)?|open|due|balancedue)$/.test(said)
    ? false
    : undefined;
}

const methods: readonly (readonly [ConsentMethod, RegExp])[] = [
  ['web-checkbox', /web|online|site|checkbox|portal/i],
  ['paper', /paper|form|intake|signed|written/i],
  ['keyword', /keyword|text|sms/i],
  ['call', /call|phone/i],
  ['verbal', /verbal|in person|spoken|oral/i],
  ['dm', /\bdm\b|direct message|instagram|messenger/i],
  ['api', /\bapi\b/i],
];
const negated = /\b(not?|never|without|missing|un(signed|written|known))\b/i;
/** How a consent was given, as far as the words tell; `import` where they do not, or say how it was not ("form not signed"). */
export const importedMethod = (text: string): ConsentMethod =>
  (negated.test(text) ? undefined : methods.find(([, pattern]) => pattern.test(text))?.[0]) ?? 'import';
