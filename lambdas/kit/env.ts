/**
 * What each function needs of its environment. The template types a function's environment by this list, the function
 * reads it at cold start; a missing variable fails the start, never a request.
 */
export const environments = {
  'inquiry/receive-delivery': ['DELIVERY_TABLE', 'REGISTRATION_MACHINE', 'SOURCE_SECRETS', 'PUBLIC_URL'],
  'inquiry/receive-notifications': ['DELIVERY_TABLE', 'REGISTRATION_MACHINE', 'MAIL_TOPIC', 'TEXTS_TOPIC'],
  'inquiry/register-delivery': [
    'DELIVERY_TABLE',
    'INQUIRY_TABLE',
    'ESCALATION_MACHINE',
    'ADDRESS_KEY',
    'LINK_KEY',
    'MAIL_BUCKET',
    'SOURCE_SECRETS',
    'GRAPH_URL',
    'EVENT_QUEUE',
    'PRACTICE_TABLE',
    'PATIENT_TABLE',
    'OUTREACH_TABLE',
    'CARE_CONFIGURATION_SET',
    'TEXT_CONFIGURATION_SET',
    'PUBLIC_URL',
  ],
  'inquiry/plan-escalation': ['INQUIRY_TABLE', 'PRACTICE_TABLE'],
  'inquiry/tell': [
    'INQUIRY_TABLE',
    'PRACTICE_TABLE',
    'PATIENT_TABLE',
    'OUTREACH_TABLE',
    'ADDRESS_KEY',
    'LINK_KEY',
    'PUBLIC_URL',
    'CARE_CONFIGURATION_SET',
    'TEXT_CONFIGURATION_SET',
    'SOURCE_SECRETS',
    'GRAPH_URL',
  ],
  'inquiry/claim-by-call': ['INQUIRY_TABLE', 'PRACTICE_TABLE', 'LINK_KEY', 'ESCALATION_MACHINE'],
  'watch/watch': [
    'DELIVERY_TABLE',
    'INQUIRY_TABLE',
    'PRACTICE_TABLE',
    'REGISTRATION_MACHINE',
    'ESCALATION_MACHINE',
  ],
  'watch/overdue-revocations': [
    'OUTREACH_TABLE',
    'PRACTICE_TABLE',
    'CARE_CONFIGURATION_SET',
    'TEXT_CONFIGURATION_SET',
  ],
  'patient/pages': [
    'ADDRESS_KEY',
    'EVENT_QUEUE',
    'DELIVERY_TABLE',
    'REGISTRATION_MACHINE',
    'PUBLIC_URL',
    'INQUIRY_TABLE',
    'PRACTICE_TABLE',
    'PATIENT_TABLE',
    'OUTREACH_TABLE',
    'LINK_KEY',
    'CARE_CONFIGURATION_SET',
    'TEXT_CONFIGURATION_SET',
    'ESCALATION_MACHINE',
    'SOURCE_SECRETS',
    'GRAPH_URL',
  ],
  'desk/desk': [
    'DELIVERY_TABLE',
    'INQUIRY_TABLE',
    'PRACTICE_TABLE',
    'PATIENT_TABLE',
    'OUTREACH_TABLE',
    'ADDRESS_KEY',
    'CARE_CONFIGURATION_SET',
    'TEXT_CONFIGURATION_SET',
    'ESCALATION_MACHINE',
    'SOURCE_SECRETS',
    'GRAPH_URL',
    'LINK_KEY',
    'MAIL_BUCKET',
    'EVENT_QUEUE',
    'AUDIT_BUCKET',
    'PUBLIC_URL',
  ],
  'audit/keep-trail': [
    'PRACTICE_TABLE',
    'PATIENT_TABLE',
    'INQUIRY_TABLE',
    'ADDRESS_KEY',
    'AUDIT_BUCKET',
    'CARE_CONFIGURATION_SET',
  ],
  'events/announce': ['INQUIRY_TABLE', 'EVENT_QUEUE'],
  'events/deliver': ['INQUIRY_TABLE', 'PRACTICE_TABLE', 'SOURCE_SECRETS', 'EVENT_QUEUE', 'TOOLS_URL'],
  'report/roll-up': ['INQUIRY_TABLE', 'PRACTICE_TABLE'],
  'report/roll-up-recall': ['PATIENT_TABLE', 'OUTREACH_TABLE', 'PRACTICE_TABLE'],
  'recall/open-sweep': ['OUTREACH_TABLE'],
  'recall/sweep-shard': ['PATIENT_TABLE', 'OUTREACH_TABLE', 'INQUIRY_TABLE', 'ADDRESS_KEY'],
  'recall/fill-campaigns': ['PATIENT_TABLE', 'OUTREACH_TABLE', 'INQUIRY_TABLE', 'ADDRESS_KEY'],
  'recall/close-sweep': ['OUTREACH_TABLE'],
  'outreach/send-touches': [
    'PATIENT_TABLE',
    'OUTREACH_TABLE',
    'INQUIRY_TABLE',
    'ADDRESS_KEY',
    'LINK_KEY',
    'PUBLIC_URL',
    'MARKETING_CONFIGURATION_SET',
    'CARE_CONFIGURATION_SET',
    'TEXT_CONFIGURATION_SET',
    'TASK_TOPIC',
  ],
  'outreach/settle-touches': [
    'PATIENT_TABLE',
    'OUTREACH_TABLE',
    'INQUIRY_TABLE',
    'ESCALATION_MACHINE',
    'ADDRESS_KEY',
  ],
} as const;

export type FunctionName = keyof typeof environments;
export type Environment<F extends FunctionName> = Readonly<Record<(typeof environments)[F][number], string>>;

/** Reads the environment of one function; throws a sentence that names every variable that is missing. */
export function readEnvironment<F extends FunctionName>(
  name: F,
  from: Readonly<Record<string, string | undefined>> = process.env,
): Environment<F> {
  const names: readonly string[] = environments[name];
  const missing = names.filter((key) => !from[key]);
  if (missing.length > 0) throw new Error(`${name} cannot start: set ${missing.join(', ')}.`);
  return Object.fromEntries(names.map((key) => [key, from[key]])) as Environment<F>;
}
