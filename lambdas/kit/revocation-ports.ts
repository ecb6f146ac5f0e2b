import careTemplates from 'practice:care-templates';
import identity from 'practice:identity';
import law from 'practice:law';
import revocation from 'practice:revocation';
import { revocationReader } from '../../domain/consent/revocation.ts';
import type { RevocationPorts } from '../../domain/consent/revocation-ports.ts';
import { addressKeysOf } from './patient-keys.ts';
import { sha256 } from './sha256.ts';

type Parts = Pick<RevocationPorts, 'patients' | 'outreach' | 'texter'> & {
  readonly addressKey: () => Promise<string>;
};

/** The ports of obeying revocations, put together in one way wherever a patient's words come in. */
export const revocationPorts = ({ addressKey, ...parts }: Parts): Omit<RevocationPorts, 'now'> => ({
  ...parts,
  revoking: revocationReader(revocation.value, revocation.value.likeness),
  practice: identity.value,
  law: law.value,
  templates: careTemplates.value,
  addressKeys: async ({ phone, email }) =>
    addressKeysOf(await addressKey(), { ...(phone ? { phone } : {}), ...(email ? { email } : {}) }),
  taskId: (of) => sha256(`revocation ${of}`).slice(0, 24),
});
