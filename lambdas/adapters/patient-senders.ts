import type { PatientSenders } from '../../domain/message/senders.ts';
import type { Practice } from '../../domain/practice/practice.ts';
import { metaChatter } from './meta-chatter.ts';
import { sourceSecrets } from './secret-store.ts';
import { sesMailer } from './ses-mailer.ts';
import { texterOf } from './texter.ts';

/** Every way to a patient that the practice has set up. */
export function patientSenders(
  practice: Practice,
  environment: {
    readonly CARE_CONFIGURATION_SET: string;
    readonly TEXT_CONFIGURATION_SET: string;
    readonly SOURCE_SECRETS: string;
    readonly GRAPH_URL: string;
  },
): PatientSenders {
  const texter = texterOf(practice, environment.TEXT_CONFIGURATION_SET);
  const social = practice.channels?.social ?? [];
  return {
    mailer: sesMailer(practice, { care: environment.CARE_CONFIGURATION_SET }),
    ...(texter ? { texter } : {}),
    ...(social.length > 0
      ? { chatter: metaChatter(environment.GRAPH_URL, sourceSecrets(environment.SOURCE_SECRETS)) }
      : {}),
  };
}
