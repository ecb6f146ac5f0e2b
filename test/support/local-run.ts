import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { Outgoing } from '../../local/outbox.ts';

export type { Outgoing };

export interface LocalRun {
  readonly url: string;
  readonly dataDirectory: string;
  readonly pid: number;
  call(path: string, init?: RequestInit): Promise<Response>;
  json<T>(path: string, init?: RequestInit): Promise<T>;
  /** A call of the API as this member of the staff. */
  asMember(staff: string, path: string, init?: RequestInit): Promise<Response>;
  /** A call of the API as somebody of this role. */
  as(role: string, path: string, init?: RequestInit): Promise<Response>;
  advance(seconds: number): Promise<string>;
  outbox(): Promise<readonly Outgoing[]>;
  /** Ctrl-C, and the exit code. */
  stop(): Promise<number | null>;
  /** kill -9. */
  kill(): Promise<void>;
  forget(): void;
}

export interface LocalRunOptions {
  readonly at?: string;
  readonly arguments?: readonly string[];
  readonly dataDirectory?: string;
}

const told = /Everything, as links\s+(http:\S+)\/\n/;

/** Resolves with the run's address when it says that it is ready; rejects with what it printed when it ends before. */
function ready(child: ChildProcess): Promise<string> {
  let printed = '';
  return new Promise((resolve, reject) => {
    const read = (chunk: Buffer): void => {
      printed += chunk.toString();
      const [, url] = told.exec(printed) ?? [];
      if (url) resolve(url);
    };
    child.stdout?.on('data', read);
    child.stderr?.on('data', read);
    child.once('exit', (code) => reject(new Error(`The local run ended with ${code}:\n${printed}`)));
  });
}

const ended = (child: ChildProcess): Promise<number | null> =>
  child.exitCode !== null || child.signalCode !== null
    ? Promise.resolve(child.exitCode)
    : new Promise((resolve) => child.once('exit', (code) => resolve(code)));

function launch(dataDirectory: string, options: LocalRunOptions): ChildProcess {
  const given = ['--port', '0', '--data', dataDirectory, '--frozen', ...(options.arguments ?? [])];
  const at = options.at ? ['--at', options.at] : [];
  return spawn(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', 'local/start.ts', ...given, ...at],
    {
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
}

/** Starts the local runtime as a newcomer would, with its clock frozen, on a data folder of its own. */
export async function startLocal(options: LocalRunOptions = {}): Promise<LocalRun> {
  const dataDirectory = options.dataDirectory ?? mkdtempSync(join(tmpdir(), 'heard-'));
  const child = launch(dataDirectory, options);
  const url = await ready(child);
  const tokens = new Map<string, string>();
  const call = (path: string, init?: RequestInit): Promise<Response> => fetch(url + path, init);
  const json = async <T>(path: string, init?: RequestInit): Promise<T> =>
    (await call(path, init)).json() as Promise<T>;

  const tokenFor = async (who: { role: string } | { staff: string }): Promise<string> => {
    const key = JSON.stringify(who);
    const known = tokens.get(key);
    if (known) return known;
    const init = { method: 'POST', body: key, headers: { 'content-type': 'application/json' } };
    const { token } = await json<{ token: string }>('/_local/token', init);
    tokens.set(key, token);
    return token;
  };
  const signedIn = async (who: { role: string } | { staff: string }, path: string, init: RequestInit = {}) =>
    call(path, {
      ...init,
      headers: {
        authorization: `Bearer ${await tokenFor(who)}`,
        ...(init.body ? { 'content-type': 'application/json' } : {}),
        ...init.headers,
      },
    });

  return {
    url,
    dataDirectory,
    pid: child.pid ?? 0,
    call,
    json,
    as: (role, path, init) => signedIn({ role }, path, init),
    asMember: (staff, path, init) => signedIn({ staff }, path, init),
    advance: async (seconds) =>
      (await json<{ now: string }>(`/_local/advance?seconds=${seconds}`, { method: 'POST' })).now,
    outbox: () => json<readonly Outgoing[]>('/_local/outbox'),
    stop: () => {
      child.kill('SIGINT');
      return ended(child);
    },
    kill: async () => {
      child.kill('SIGKILL');
      await ended(child);
    },
    forget: () => rmSync(dataDirectory, { recursive: true, force: true }),
  };
}
