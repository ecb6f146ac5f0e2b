import type { Spoken } from '../inquiry/arrival.ts';
import type { Patients } from '../patient/patients.ts';
import type { Practice } from '../practice/practice.ts';
import type { Outreach } from '../recall/outreach.ts';
import type { KeywordAnswerPorts } from './keyword-answer.ts';
import type { Revoking } from './revocation.ts';

/** What is needed to do what a message says about further messages. */
export interface RevocationPorts extends KeywordAnswerPorts {
  readonly revoking: Revoking;
  readonly patients: Pick<
    Patients,
    'record' | 'byAddress' | 'addConsent' | 'keepForAddress' | 'ofAddress' | 'saveCheck'
  >;
  readonly outreach: KeywordAnswerPorts['outreach'] &
    Pick<Outreach, 'suppress' | 'liftSuppression' | 'addTask'>;
  readonly practice: Practice;
  readonly addressKeys: (contact: Spoken['contact']) => Promise<{
    readonly phone?: string;
    readonly email?: string;
  }>;
  /** An id for a task that repeats with its message. */
  readonly taskId: (of: string) => string;
}
