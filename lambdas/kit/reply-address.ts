import { createHmac, timingSafeEqual } from 'node:crypto';

/** Case of an address may be lost on its way, and 64 characters are all that stand before the @ (RFC 5321, 4.5.3.1.1). */
const macLength = 16;

const mac = (key: string, id: string): string =>
  createHmac('sha256', key).update(`reply:${id}`).digest('hex').slice(0, macLength);

/** An address that names an inquiry and cannot be made by anybody else: answers to it join that inquiry. */
export function replyAddress(key: string, inbound: string, inquiryId: string): string {
  const [local = '', domain = ''] = inbound.split('@');
  const id = inquiryId.replace(/^inq_/, '');
  return `${local}+${id}.${mac(key, id)}@${domain}`;
}

/** Where answers to mail about an inquiry go; undefined where the practice receives no mail. */
export const replyTo =
  (key: () => Promise<string>, inbound: string | undefined) =>
  async (inquiryId: string): Promise<string | undefined> =>
    inbound === undefined ? undefined : replyAddress(await key(), inbound, inquiryId);

/** The inquiry that an address names, if it was made here. */
export function inquiryOfAddress(key: string, inbound: string, address: string): string | undefined {
  const [local = '', domain = ''] = inbound.toLowerCase().split('@');
  const found = /^(.+)\+([0-9a-z_-]{1,40})\.([0-9a-f]{16})@(.+)$/.exec(address.trim().toLowerCase());
  if (!found || found[1] !== local || found[4] !== domain) return undefined;
  const [, , id = '', given = ''] = found;
  return timingSafeEqual(Buffer.from(given), Buffer.from(mac(key, id))) ? `inq_${id}` : undefined;
}
