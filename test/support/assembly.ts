import { resolve } from 'node:path';
import { readAssembly } from '../../local/assembly/assembly.ts';
import { machinesOf } from '../../local/step-functions/machines.ts';

const directory = resolve(import.meta.dirname, '../../cdk.out');

/** What `cdk synth` wrote, as the local runtime reads it. */
export const assembly = () =>
  readAssembly({
    directory,
    parameters: { PublicUrl: 'https://intake.example.com' },
    urls: { aws: 'http://127.0.0.1:1', http: 'http://127.0.0.1:2' },
  });

export const machines = () =>
  machinesOf(assembly()).map(({ name, definition }) => ({
    name,
    definition: definition as unknown as Record<string, unknown>,
  }));
