import { createHash } from 'node:crypto';
import { GetObjectCommand, NoSuchKey, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import type { TrailFiles } from '../../domain/audit/kept-trail.ts';
import { carrying } from './time-limits.ts';

const client = new S3Client(carrying);
const keyOf = (day: string): string => `days/${day}.jsonl`;

/** Days of the trail in their bucket, which locks what is written for as long as it says itself; such a bucket takes nothing without a checksum. */
export const trailFiles = (bucket: string): TrailFiles => ({
  write: async (day, text) => {
    await client.send(
      new PutObjectCommand({
        Bucket: bucket,
        Key: keyOf(day),
        Body: text,
        ContentType: 'application/jsonl',
        ChecksumSHA256: createHash('sha256').update(text).digest('base64'),
      }),
    );
  },
  read: async (day) => {
    try {
      const { Body } = await client.send(new GetObjectCommand({ Bucket: bucket, Key: keyOf(day) }));
      return await Body?.transformToString();
    } catch (error) {
      if (error instanceof NoSuchKey) return undefined;
      throw error;
    }
  },
});
