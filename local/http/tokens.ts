import { randomUUID } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { exportJWK, generateKeyPair, importJWK, type JWK, jwtVerify, SignJWT } from 'jose';

/** Sign-ins of the run: what the user pool's tokens are in the cloud. */
export interface Tokens {
  issue(staffId: string, role: string): Promise<string>;
  /** The claims of a genuine token of this issuer and audience; otherwise undefined. */
  verify(
    token: string,
    expected: { readonly issuer: string; readonly audience: readonly string[] },
  ): Promise<object | undefined>;
}

interface KeyFile {
  readonly publicKey: JWK;
  readonly privateKey: JWK;
}

// Far beyond any instant that a driven clock is sent to.
const expires = new Date('2190-01-01T00:00:00Z');

async function keys(file: string): Promise<KeyFile> {
  if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8')) as KeyFile;
  const pair = await generateKeyPair('RS256', { extractable: true });
  const made = { publicKey: await exportJWK(pair.publicKey), privateKey: await exportJWK(pair.privateKey) };
  writeFileSync(file, JSON.stringify(made), { mode: 0o600 });
  return made;
}

export async function openTokens(
  file: string,
  pool: { readonly issuer: string; readonly clientId: string },
): Promise<Tokens> {
  const stored = await keys(file);
  const publicKey = await importJWK(stored.publicKey, 'RS256');
  const privateKey = await importJWK(stored.privateKey, 'RS256');
  return {
    issue: (staffId, role) =>
      new SignJWT({
        token_use: 'access',
        client_id: pool.clientId,
        username: staffId,
        'cognito:groups': [role],
        // Names the sign-in, as the user pool's tokens do.
        origin_jti: randomUUID(),
      })
        .setProtectedHeader({ alg: 'RS256' })
        .setIssuer(pool.issuer)
        .setSubject(`local-${staffId}`)
        .setIssuedAt()
        .setExpirationTime(expires)
        .sign(privateKey),
    verify: async (token, { issuer, audience }) => {
      try {
        const { payload } = await jwtVerify(token, publicKey, { issuer, algorithms: ['RS256'] });
        const intended = [payload.aud, payload.client_id].flat();
        return audience.some((name) => intended.includes(name)) ? payload : undefined;
      } catch {
        // Whatever is wrong with a token, its bearer is told the same.
        return undefined;
      }
    },
  };
}
