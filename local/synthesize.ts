import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';

const project = resolve(import.meta.dirname, '..');
const inputs = ['bin', 'lib', 'lambdas', 'domain', 'cdk.json', 'package-lock.json'];

function filesUnder(path: string): readonly string[] {
  if (!existsSync(path)) throw new Error(`${path} does not exist.`);
  try {
    return readdirSync(path, { withFileTypes: true })
      .sort((a, b) => (a.name < b.name ? -1 : 1))
      .flatMap((entry) =>
        entry.isDirectory() ? filesUnder(join(path, entry.name)) : [join(path, entry.name)],
      );
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOTDIR') return [path];
    throw error;
  }
}

function hashOf(practice: string): string {
  const hash = createHash('sha256').update(process.version);
  for (const file of [...inputs.map((input) => join(project, input)), practice].flatMap(filesUnder)) {
    hash.update(`${file}\0`).update(readFileSync(file));
  }
  return hash.digest('hex');
}

/** Synthesizes the app for a practice's folder unless nothing has changed since; returns the assembly's folder. */
export async function synthesize(practice = join(project, 'practice')): Promise<string> {
  const own = resolve(practice) === join(project, 'practice');
  const name = createHash('sha256').update(resolve(practice)).digest('hex').slice(0, 8);
  const out = own ? join(project, 'cdk.out') : join(project, 'dist', 'assemblies', name);
  const stamp = join(out, '.inputs');
  const hash = hashOf(resolve(practice));
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === hash) return out;
  rmSync(out, { recursive: true, force: true });
  mkdirSync(out, { recursive: true });
  const { context } = JSON.parse(readFileSync(join(project, 'cdk.json'), 'utf8')) as { context: object };
  await promisify(execFile)(process.execPath, ['--disable-warning=ExperimentalWarning', 'bin/app.ts'], {
    cwd: project,
    env: {
      ...process.env,
      CDK_OUTDIR: out,
      CDK_CONTEXT_JSON: JSON.stringify(context),
      // `npm run synth` validates; a run on one machine need not wait for it.
      CDK_VALIDATION: 'false',
      HEARD_PRACTICE: resolve(practice),
    },
  });
  writeFileSync(stamp, hash);
  return out;
}

if (process.argv[1] === import.meta.filename) await synthesize();
