import { createRequire, enableCompileCache } from 'node:module';
import { parentPort, workerData } from 'node:worker_threads';

/** One function to load: its bundle, and the environment it is deployed with. */
export interface Candidate {
  readonly name: string;
  readonly file: string;
  readonly exportName: string;
  readonly environment: Readonly<Record<string, string>>;
}

enableCompileCache();

/** Loads a bundle as its cold start does; gives the reason why it cannot start, if it cannot. */
function reasonAgainst({ name, file, exportName, environment }: Candidate): string | undefined {
  for (const key of Object.keys(process.env)) delete process.env[key];
  Object.assign(process.env, environment);
  try {
    const bundle = createRequire(file)(file) as Record<string, unknown>;
    const handler = bundle[exportName];
    if (typeof handler !== 'function') return `${name} does not export ${exportName}.`;
    // Node 24's runtime refuses callback handlers when it loads them.
    return handler.length >= 3 ? `${name} has a callback handler; it must return a promise.` : undefined;
  } catch (error) {
    return `${name} does not load. ${(error as Error).message}`;
  }
}

const reasons = (workerData as readonly Candidate[]).flatMap((candidate) => reasonAgainst(candidate) ?? []);
parentPort?.postMessage(reasons);
