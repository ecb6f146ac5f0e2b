import type { AwsReply } from '../service.ts';

/** An answer in JSON, under the version of the protocol that its service speaks. */
export const jsonReply =
  (version?: '1.0' | '1.1') =>
  (status: number, body: object): AwsReply => ({
    status,
    headers: { 'content-type': version ? `application/x-amz-json-${version}` : 'application/json' },
    body: JSON.stringify(body),
  });
