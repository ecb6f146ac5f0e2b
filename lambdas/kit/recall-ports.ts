import type { CampaignLook } from '../../domain/campaign/campaigns.ts';
import type { Law } from '../../domain/consent/law.ts';
import type { Inquiries } from '../../domain/inquiry/inquiries.ts';
import { standingOf } from '../../domain/inquiry/standing.ts';
import { assign } from '../../domain/measure/holdout.ts';
import type { KeepPorts } from '../../domain/patient/keep-patient.ts';
import type { PatientRecord } from '../../domain/patient/patient.ts';
import type { Patients } from '../../domain/patient/patients.ts';
import type { Practice } from '../../domain/practice/practice.ts';
import type { AddressKeys } from '../../domain/recall/know.ts';
import type { Outreach } from '../../domain/recall/outreach.ts';
import type { RecallRules, Treatments } from '../../domain/recall/recall-rules.ts';
import type { SweepPorts } from '../../domain/recall/sweep.ts';
import { addressKeysOf, linkKeysOf, shardOf } from './patient-keys.ts';
import { versionOf } from './sequence-version.ts';
import { sha256 } from './sha256.ts';

export interface RecallParts {
  readonly patients: Patients;
  readonly outreach: Outreach;
  readonly inquiries: Pick<Inquiries, 'ofAddresses'>;
  readonly practice: Practice;
  readonly rules: RecallRules;
  readonly law: Law;
  readonly treatments: Treatments;
  readonly addressKey: () => Promise<string>;
  readonly campaigns: CampaignLook;
}

const anyContact = { messageClass: 'recall', paidSeries: false, safety: false } as const;

const present = ({ email, phone }: AddressKeys): readonly string[] =>
  [email, phone].flatMap((key) => (key === undefined ? [] : [key]));

/** The ports of planning and sending, put together in one way for both, and for the preview. */
export function recallPorts(
  parts: RecallParts,
): Omit<SweepPorts, 'now' | 'rates'> & Pick<KeepPorts, 'contactKeys'> {
  const { patients, outreach, inquiries, practice, rules, law, treatments, addressKey, campaigns } = parts;
  const addressKeys = async ({ patient }: PatientRecord): Promise<AddressKeys> =>
    addressKeysOf(await addressKey(), patient);
  return {
    patients,
    outreach,
    campaigns,
    practice,
    rules,
    types: treatments.treatments,
    products: treatments.products,
    law,
    versionOf,
    shardOf: shardOf(rules.shards),
    contactKeys: async (patient) => linkKeysOf(await addressKey(), patient),
    addressKeys,
    standing: async (keys) => standingOf(await inquiries.ofAddresses(present(keys))),
    addressConsents: async (keys) =>
      (await Promise.all(present(keys).map((key) => patients.ofAddress(key)))).flat(),
    // What may not be held out, planning knows.
    heldOut: async ({ patient, household }) =>
      assign(household ?? patient.id, anyContact, rules.holdout, sha256).heldOut,
  };
}
