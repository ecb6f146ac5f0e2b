/** What a secret of a source is for: to verify what it sends, to answer its challenge, to write back on its page. */
export const secretPurposes = ['verification', 'handshake', 'token'] as const;
export type SecretPurpose = (typeof secretPurposes)[number];

/** The name under which a source's secret is kept. A source's id has no dot, so names never meet. */
export const secretName = (source: string, purpose: SecretPurpose): string =>
  purpose === 'verification' ? source : `${source}.${purpose}`;
