import type { Inquiries } from '../../domain/inquiry/inquiries.ts';
import type { KeepPorts } from '../../domain/patient/keep-patient.ts';
import type { PatientRecord } from '../../domain/patient/patient.ts';
import type { Patients } from '../../domain/patient/patients.ts';
import type { Practice } from '../../domain/practice/practice.ts';
import type { Outreach } from '../../domain/recall/outreach.ts';
import type { OutreachChannel, RecallRules } from '../../domain/recall/recall-rules.ts';
import type { SweepPorts } from '../../domain/recall/sweep.ts';
import { addressKeysOf, shardOf } from './patient-keys.ts';

export interface RecallParts {
  readonly patients: Patients;
  readonly outreach: Outreach;
  readonly inquiries: Pick<Inquiries, 'waits'>;
  readonly practice: Practice;
  readonly rules: RecallRules;
  readonly addressKey: () => Promise<string>;
}

/** The ports of planning and sending, put together in one way for both, and for the preview. */
export function recallPorts(parts: RecallParts): Omit<SweepPorts, 'now'> & Pick<KeepPorts, 'contactKeys'> {
  const { patients, outreach, inquiries, practice, rules, addressKey } = parts;
  const keys = async ({ patient }: PatientRecord) => addressKeysOf(await addressKey(), patient);
  return {
    patients,
    outreach,
    practice,
    rules,
    shardOf: shardOf(rules.shards),
    contactKeys: async (patient) => Object.values(addressKeysOf(await addressKey(), patient)),
    openInquiry: async (record) => inquiries.waits(Object.values(await keys(record))),
    suppressed: async (record, channel: OutreachChannel) => {
      const { email, phone } = await keys(record);
      const address = channel === 'email' ? email : phone;
      return address !== undefined && outreach.suppressed(address);
    },
  };
}
