import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';

const client = new S3Client({ forcePathStyle: process.env.AWS_ENDPOINT_URL_S3 !== undefined });

export const letterKey = (batchId: string, ending: 'pdf' | 'csv'): string => `letters/${batchId}.${ending}`;

/** What is printed, in the bucket of files. */
export const letterFiles = (bucket: string) => ({
  keep: async (key: string, body: Uint8Array | string, type: string): Promise<void> => {
    await client.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: body, ContentType: type }));
  },
});
