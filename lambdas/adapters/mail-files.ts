import { GetObjectCommand, NoSuchKey, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import type { MailFile } from '../../domain/inquiry/decoders/email.ts';
import { carrying } from './time-limits.ts';

const client = new S3Client(carrying);

/** Mail that came in, and the files in it, in their bucket. */
export const mailFiles = (bucket: string) => ({
  /** The mail under a key; undefined when it is not there. */
  mail: async (key: string): Promise<Uint8Array | undefined> => {
    try {
      const { Body } = await client.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
      return await Body?.transformToByteArray();
    } catch (error) {
      if (error instanceof NoSuchKey) return undefined;
      throw error;
    }
  },
  /** Keeps a file of a message; the same again replaces it by itself. Names of files stay out of keys. */
  keepFile: async (messageId: string, index: number, { type, content }: MailFile): Promise<string> => {
    const key = `attachments/${messageId}/${index}`;
    await client.send(
      new PutObjectCommand({ Bucket: bucket, Key: key, Body: content, ContentType: type.slice(0, 100) }),
    );
    return key;
  },
});
