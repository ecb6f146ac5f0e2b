import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { carrying } from './time-limits.ts';

const client = new S3Client(carrying);
const seconds = 300;

/** Links to files of messages: short-lived, and always a download, so that no file of a stranger's opens as a page. */
export const fileLinks = (bucket: string) => ({
  /** A URL that works for five minutes. */
  link: async (key: string, name: string): Promise<{ readonly url: string; readonly seconds: number }> => {
    const safe = name.replaceAll(/[^\w. -]/g, '_').slice(0, 100) || 'file';
    const command = new GetObjectCommand({
      Bucket: bucket,
      Key: key,
      ResponseContentDisposition: `attachment; filename="${safe}"`,
      ResponseContentType: 'application/octet-stream',
    });
    return { url: await getSignedUrl(client, command, { expiresIn: seconds }), seconds };
  },
});
