import type { RevocationPorts } from '../../domain/consent/obey-revocation.ts';
import { addressKeysOf } from './patient-keys.ts';
import { sha256 } from './sha256.ts';

/** The ports of obeying revocations, put together in one way wherever a patient's words come in. */
export const revocationPorts = (
  parts: Omit<RevocationPorts, 'now' | 'addressKeys' | 'taskId'> & {
    readonly addressKey: () => Promise<string>;
  },
): Omit<RevocationPorts, 'now'> => {
  const { addressKey, ...rest } = parts;
  return {
    ...rest,
    addressKeys: async ({ phone, email }) =>
      addressKeysOf(await addressKey(), { ...(phone ? { phone } : {}), ...(email ? { email } : {}) }),
    taskId: (of) => sha256(`revocation ${of}`).slice(0, 24),
  };
};
