import type { Practice } from '../practice/practice.ts';

/** The domain of a mail address, in lower case. */
export const domainOf = (address: string): string =>
  address
    .slice(address.lastIndexOf('@') + 1)
    .replace(/>$/, '')
    .toLowerCase();

/** Whether the one domain is the other, or lies within it. */
export const isRelated = (one: string, other: string): boolean =>
  one === other || one.endsWith(`.${other}`) || other.endsWith(`.${one}`);

/** `com`, `co.uk`, `com.mx`: below them are everybody's domains. */
const isSuffix = (domain: string): boolean => /^[^.]+$|^[^.]{1,3}\.[^.]{2}$/.test(domain);

/** A domain, and the one that it is a part of where that is still its owner's: `care.example.com` is of `example.com`. */
function ownersOf(domain: string): readonly string[] {
  const parent = domain.slice(domain.indexOf('.') + 1);
  return isSuffix(parent) ? [domain] : [domain, parent];
}

/** Addresses of the practice's mail, in lower case. */
export const ownAddresses = ({ mail }: Practice): readonly string[] =>
  [mail.care, mail.marketing, mail.replyTo, mail.inbound].flatMap((address) => address?.toLowerCase() ?? []);

/**
 * Whether a domain is the practice's own: that of the mail that Heard sends and takes, one within it or beside it, or that of its website. Its front desk may
 * have a mailbox where everybody has one: `replyTo` says nothing of its domain.
 */
export function isOwnDomain(domain: string, { mail, websites = [] }: Practice): boolean {
  const sites = websites.flatMap((url) => /^https?:\/\/(?:www\.)?([^/:]+)/i.exec(url)?.[1] ?? []);
  const mails = [mail.care, mail.marketing, mail.inbound].flatMap((address) =>
    address ? ownersOf(domainOf(address)) : [],
  );
  return [...mails, ...sites.map((host) => host.toLowerCase())].some(
    (known) => domain === known || domain.endsWith(`.${known}`),
  );
}
