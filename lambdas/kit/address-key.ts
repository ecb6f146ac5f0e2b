import { createHmac } from 'node:crypto';
import type { Channel } from '../../domain/inquiry/inquiry.ts';

/** Stands for a contact address in a key, so that no address stands there in the clear. `address` is normalised already. */
export function addressKey(key: string, kind: 'email' | 'phone' | Channel, address: string): string {
  return createHmac('sha256', key).update(`${kind}:${address}`).digest('base64url');
}
