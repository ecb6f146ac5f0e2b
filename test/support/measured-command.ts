import { spawn } from 'node:child_process';
import { createServer, type Server } from 'node:http';

/** Told as the last line of what a process says beside its output: memory in kB, processor time in microseconds. */
const tellUse = `data:text/javascript,process.on('exit',()=>{const{maxRSS,userCPUTime,systemCPUTime}=process.resourceUsage();process.stderr.write('\\nUSE '+maxRSS+' '+(userCPUTime+systemCPUTime)+'\\n')})`;

export interface Measured {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** At its most, resident. */
  readonly megabytes: number;
  /** Of a processor. */
  readonly seconds: number;
}

/** Runs `npm run heard -- ...` in a process of its own, and measures what it takes. */
export function measuredCommand(given: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<Measured> {
  const child = spawn(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', '--import', tellUse, 'bin/heard.ts', ...given],
    { env: { ...process.env, NODE_OPTIONS: '', ...env }, stdio: ['ignore', 'pipe', 'pipe'] },
  );
  const told = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const)
    child[name].on('data', (chunk: Buffer) => {
      told[name] += chunk.toString();
    });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => {
      const [, kilobytes, microseconds] = /USE (\d+) (\d+)/.exec(told.stderr) ?? [];
      resolve({ code, ...told, megabytes: Number(kilobytes) / 1024, seconds: Number(microseconds) / 1e6 });
    });
  });
}

/** Takes every piece of an import and keeps nothing: what is measured is the command. Gives its address and how many rows came. */
export function takesImports(): Promise<{
  readonly url: string;
  readonly rows: () => number;
  readonly end: () => Promise<void>;
}> {
  let rows = 0;
  const server: Server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const [, ...lines] = Buffer.concat(chunks).toString().trim().split('\n');
    const taken = lines.length;
    rows += taken;
    const told = { rows: taken, changed: taken, unchanged: 0, ignored: 0, namingNobody: 0, errors: [] };
    response.setHeader('content-type', 'application/json');
    response.end(
      JSON.stringify({
        ...told,
        warnings: [],
        system: 'heard',
        dates: null,
        unused: [],
        unknownServices: [],
      }),
    );
  });
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      resolve({
        url: `http://127.0.0.1:${port}`,
        rows: () => rows,
        end: () =>
          new Promise((ended) => {
            server.close(() => ended());
            server.closeAllConnections();
          }),
      });
    });
  });
}
