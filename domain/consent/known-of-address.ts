import type { PatientWay } from '../message/patient-ways.ts';
import type { PatientRecord } from '../patient/patient.ts';
import type { Patients } from '../patient/patients.ts';
import type { Outreach } from '../recall/outreach.ts';
import { emailWarned } from '../recall/recipient.ts';
import type { ConsentEvent } from './consent-event.ts';
import type { ContactChannel, Recipient, Suppression } from './question.ts';

/** What one patient wished of how they are written to (R27), and when they said so (ISO). */
export interface StatedWish {
  readonly forbids: readonly ContactChannel[];
  readonly onlyBy: readonly ContactChannel[];
  readonly at: string;
}

/** What is known of whoever an answer would go to, by its address and by the records of those who have it. */
export interface KnownOfAddress {
  /** What was said by the address, whoever has it, and by everybody who has it as their own. */
  readonly consents: readonly ConsentEvent[];
  readonly suppressed: readonly Suppression[];
  readonly wishes: readonly StatedWish[];
  /** Everybody who has it was warned of unencrypted mail and prefers it (R27); nobody known was not. */
  readonly emailWarned: boolean;
  readonly reassigned?: NonNullable<Recipient['reassigned']>;
}

/** Of whoever is known to nobody. */
export const nothingKnown: KnownOfAddress = { consents: [], suppressed: [], wishes: [], emailWarned: false };

export interface KnownPorts {
  readonly patients: Pick<Patients, 'ofAddress' | 'byAddress' | 'record'>;
  readonly outreach: Pick<Outreach, 'suppressions'>;
  /** Keys of addresses, so that none stands in the clear. */
  readonly addressKeys: (address: {
    readonly email?: string;
    readonly phone?: string;
  }) => Promise<{ readonly email?: string; readonly phone?: string }>;
}

const wishOf = ({ preferences }: PatientRecord): readonly StatedWish[] => {
  if (!preferences) return [];
  const { forbids = [], onlyBy = [], at } = preferences;
  return forbids.length + onlyBy.length > 0 ? [{ forbids, onlyBy, at }] : [];
};

/** The register's word on this number, where staff noted one on a record of somebody who has it: one "yes" is enough. */
function reassignedOf(records: readonly PatientRecord[], phone: string | undefined) {
  const checks = records
    .flatMap((record) => record.checks)
    .filter(({ kind, number }) => kind === 'reassigned' && number === phone);
  const found = checks.find(({ answer }) => answer === 'yes') ?? checks[0];
  return found && { answer: found.answer, askedOn: found.on };
}

/**
 * Reads what is known of whoever a way leads to, at `now` (ISO): by the address itself, and by the patients who have it as their own, or are
 * `people` of the conversation. Of a chat nothing is known but its people.
 */
export async function knownOf(
  way: PatientWay,
  people: readonly string[],
  now: string,
  { patients, outreach, addressKeys }: KnownPorts,
): Promise<KnownOfAddress> {
  const kind = way.channel === 'email' ? 'email' : 'phone';
  const address = 'to' in way ? way.to : undefined;
  const key = address === undefined ? undefined : (await addressKeys({ [kind]: address }))[kind];
  const [said, owners, suppressed] =
    key === undefined
      ? [[], [], []]
      : await Promise.all([
          patients.ofAddress(key),
          patients.byAddress([key]),
          outreach.suppressions(key, kind),
        ]);
  // Whoever may only be asked for there has not this address.
  const own = owners.flatMap(({ id, relation }) => (relation === undefined ? [id] : []));
  const found = await Promise.all([...new Set([...own, ...people])].map((id) => patients.record(id)));
  const records = found.filter((record): record is PatientRecord => record !== undefined);
  const reassigned = kind === 'phone' ? reassignedOf(records, address) : undefined;
  return {
    consents: [
      ...said.map((event) => ({ ...event, patientId: '', ...(address ? { address } : {}) })),
      ...records.flatMap(({ consents }) => consents),
    ],
    suppressed,
    wishes: records.flatMap(wishOf),
    emailWarned: records.length > 0 && records.every((record) => emailWarned(record, address, now)),
    ...(reassigned ? { reassigned } : {}),
  };
}
