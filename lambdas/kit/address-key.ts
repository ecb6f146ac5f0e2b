import { createHmac } from 'node:crypto';

/** Stands for a contact address in a key, so that no address stands there in the clear. `address` is normalised already. */
export function addressKey(key: string, kind: 'email' | 'phone', address: string): string {
  return createHmac('sha256', key).update(`${kind}:${address}`).digest('base64url');
}
