import { DeleteObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { carrying } from './time-limits.ts';

const client = new S3Client(carrying);

/** Deletes files of a bucket; one that is not there is no error. Its versions go by the bucket's own rule, after 30 days. */
export const removeFiles =
  (bucket: string) =>
  async (keys: readonly string[]): Promise<void> => {
    for (const key of keys) await client.send(new DeleteObjectCommand({ Bucket: bucket, Key: key }));
  };
