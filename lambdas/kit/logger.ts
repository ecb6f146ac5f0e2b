import { Logger } from '@aws-lambda-powertools/logger';

/** All that may stand in a log line besides its sentence: ids, enums, numbers, durations (R31). */
const allowed = [
  'deliveryId',
  'inquiryId',
  'messageId',
  'patientId',
  'staffId',
  'touchId',
  'sweepId',
  'importId',
  'auditId',
  'source',
  'run',
  'revision',
  'round',
  'kind',
  'way',
  'status',
  'level',
  'priority',
  'state',
  'operation',
  'statusCode',
  'code',
  'count',
  'milliseconds',
  'errorName',
  'requestId',
] as const;
export type LogFields = { readonly [K in (typeof allowed)[number]]?: string | number | undefined };

const logger = new Logger({ serviceName: 'heard' });

function permitted(fields: LogFields): Record<string, string | number> {
  const entries = allowed.flatMap((key) => {
    const value = fields[key];
    return value === undefined ? [] : [[key, value] as const];
  });
  return Object.fromEntries(entries);
}

/** Writes one line. The sentence is a constant of the program; an error is logged by its name, never by its message. */
export const log = {
  info: (sentence: string, fields: LogFields = {}): void => logger.info(sentence, permitted(fields)),
  warn: (sentence: string, fields: LogFields = {}): void => logger.warn(sentence, permitted(fields)),
  error: (sentence: string, fields: LogFields = {}, error?: unknown): void =>
    logger.error(
      sentence,
      permitted({ ...fields, errorName: error instanceof Error ? error.name : fields.errorName }),
    ),
};

/** A send whose outcome is unknown is decided on elsewhere; here its error is written down before it goes on. */
export async function loggingFailure<T>(about: LogFields, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    log.error('A send ended without an answer.', about, error);
    throw error;
  }
}
