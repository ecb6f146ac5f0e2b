import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { carrying } from './time-limits.ts';

const client = new S3Client(carrying);

export const letterKey = (batchId: string, ending: 'pdf' | 'csv'): string => `letters/${batchId}.${ending}`;

/** What is printed, in the bucket of files. */
export const letterFiles = (bucket: string) => ({
  keep: async (key: string, body: Uint8Array | string, type: string): Promise<void> => {
    await client.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: body, ContentType: type }));
  },
});
