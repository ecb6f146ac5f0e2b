import { randomBytes, randomUUID } from 'node:crypto';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import type { Resource } from '../assembly/assembly.ts';
import type { AwsBackend } from '../service.ts';
import { jsonReply } from './json-reply.ts';

type Stored = Record<string, { readonly value: string; readonly version: string }>;

const reply = jsonReply('1.1');

/** Secrets Manager for the secrets of the template, kept in one file that only its owner can read. */
export function createSecrets(file: string, resources: readonly Resource[]): AwsBackend {
  const stored: Stored = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Stored) : {};
  const nameOf = (id: string): string | undefined =>
    resources.find(({ name, identity }) => id === name || id === identity.ref)?.name;
  const arnOf = (name: string): string =>
    resources.find((resource) => resource.name === name)?.identity.ref ?? name;

  function write(name: string, value: string): string {
    const version = randomUUID();
    stored[name] = { value, version };
    writeFileSync(`${file}.new`, JSON.stringify(stored), { mode: 0o600 });
    renameSync(`${file}.new`, file);
    return version;
  }

  for (const { name, properties } of resources) {
    if (stored[name]) continue;
    const given = properties.SecretString;
    write(name, typeof given === 'string' ? given : randomBytes(36).toString('base64url'));
  }

  return async (call) => {
    const input = JSON.parse(call.body.toString()) as { SecretId?: string; SecretString?: string };
    const name = nameOf(input.SecretId ?? '');
    const secret = name ? stored[name] : undefined;
    if (!name || !secret)
      return reply(400, { __type: 'ResourceNotFoundException', message: 'There is no such secret.' });
    if (call.operation === 'GetSecretValue')
      return reply(200, {
        ARN: arnOf(name),
        Name: name,
        VersionId: secret.version,
        SecretString: secret.value,
        VersionStages: ['AWSCURRENT'],
      });
    if (call.operation === 'PutSecretValue')
      return reply(200, {
        ARN: arnOf(name),
        Name: name,
        VersionId: write(name, input.SecretString ?? ''),
        VersionStages: ['AWSCURRENT'],
      });
    return reply(400, {
      __type: 'InvalidRequestException',
      message: `The local Secrets Manager does not know ${call.operation}.`,
    });
  };
}
