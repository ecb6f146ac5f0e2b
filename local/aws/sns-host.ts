import type { AwsReply } from '../service.ts';

export interface SnsHost {
  /** Makes this PEM the certificate of that file name: a request recorded elsewhere can then be verified here. */
  trust(file: string, pem: string): void;
  /** What AWS serves without a signature: certificates, and the confirmation of a subscription. */
  answer(method: string, path: string): AwsReply | undefined;
}

const reply = (status: number, type: string, body: string): AwsReply => ({
  status,
  headers: { 'content-type': type },
  body,
});

/** The part of SNS's own web that receivers of its messages ask. A certificate is trusted on this machine, while it runs, and nowhere else. */
export function createSnsHost(): SnsHost {
  const certificates = new Map<string, string>();
  return {
    trust: (file, pem) => void certificates.set(file, pem),
    answer: (method, path) => {
      const { pathname, searchParams } = new URL(path, 'http://sns');
      if (method !== 'GET') return undefined;
      if (searchParams.get('Action') === 'ConfirmSubscription')
        return reply(200, 'text/xml', '<ConfirmSubscriptionResponse/>');
      if (!pathname.endsWith('.pem')) return undefined;
      const pem = certificates.get(pathname.slice(1));
      return pem
        ? reply(200, 'application/x-pem-file', pem)
        : reply(404, 'text/plain', 'There is no such certificate.');
    },
  };
}
