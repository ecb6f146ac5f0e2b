/** How many times longer than on AWS a call may take: where one machine runs everything, its load is no measure of a service. */
const patience = Number(process.env.CALL_PATIENCE ?? 1);
const connectionMilliseconds = 1000 * patience;

/** The SDK itself waits for ever, and without `throwOnRequestTimeout` it would only warn. */
const within = (seconds: number) => ({
  requestHandler: {
    connectionTimeout: connectionMilliseconds,
    /** Until the answer begins. */
    requestTimeout: seconds * 1000 * patience,
    throwOnRequestTimeout: true,
    /** Between two parts of the answer. */
    socketTimeout: seconds * 1000 * patience,
  },
});

/** For a client of a store, a queue or a machine: all three of its tries fit into a function's 15 seconds (docs/decisions/029). */
export const asking = { ...within(2), maxAttempts: 3 };

/** For a client that sends: a second try would be a second message, so it has one, and its outcome is known or is not (G4). */
export const sending = { ...within(3), maxAttempts: 1 };

/** For a client of files, which may be of many megabytes. */
export const carrying = {
  ...within(8),
  maxAttempts: 3,
  forcePathStyle: process.env.AWS_ENDPOINT_URL_S3 !== undefined,
};
