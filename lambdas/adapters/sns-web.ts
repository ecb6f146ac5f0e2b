/** Locally the endpoint of SNS stands in for AWS's own host, as for every client of AWS. */
const hosted = (url: string, endpoint = process.env.AWS_ENDPOINT_URL_SNS): string => {
  const { pathname, search, origin } = new URL(url);
  return `${endpoint ?? origin}${pathname}${search}`;
};

const timeoutMilliseconds = 3000;
const longestAnswer = 20_000;
/** A certificate's URL holds its own digest, so it never changes. */
const kept = 8;

async function get(url: string): Promise<string | undefined> {
  const reply = await fetch(hosted(url), {
    redirect: 'error',
    signal: AbortSignal.timeout(timeoutMilliseconds),
  });
  if (reply.status >= 400 && reply.status < 500) return undefined;
  const text = await reply.text();
  if (!reply.ok || text.length > longestAnswer) throw new Error(`SNS answered ${reply.status}.`);
  return text;
}

/** What SNS serves from its own host: the certificates it signs with, and the confirmation of a subscription. */
export function snsWeb() {
  const certificates = new Map<string, string>();
  return {
    /** The PEM at a URL that was checked to be AWS's. Throws when it cannot be had: the sender then tries again. */
    certificate: async (url: string): Promise<string | undefined> => {
      const known = certificates.get(url);
      if (known !== undefined) return known;
      const pem = await get(url);
      if (pem === undefined) return undefined;
      if (certificates.size >= kept) certificates.clear();
      certificates.set(url, pem);
      return pem;
    },
    confirm: async (url: string): Promise<void> => {
      if ((await get(url)) === undefined) throw new Error('SNS did not take the confirmation.');
    },
  };
}
