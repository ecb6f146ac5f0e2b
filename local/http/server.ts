import { existsSync, readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { basename, extname, join } from 'node:path';
import type { Service } from '../service.ts';

type Handler = (request: IncomingMessage, response: ServerResponse, url: URL) => Promise<void>;

export interface ServerOptions {
  readonly port: number;
  readonly control: Handler;
  readonly api: Handler;
  /** Pages of the runtime itself, by path. */
  readonly pages: Readonly<Record<string, () => string>>;
  /** The folder of what was printed, shown under /printed/. */
  readonly printed: string;
}

const types: Readonly<Record<string, string>> = {
  '.pdf': 'application/pdf',
  '.csv': 'text/csv; charset=utf-8',
};

/** One printed file, or nothing where there is none of that name. */
function printedFile(directory: string, path: string): { type: string; bytes: Buffer } | undefined {
  const file = join(directory, basename(path));
  const type = types[extname(file)];
  return path.startsWith('/printed/') && type && existsSync(file)
    ? { type, bytes: readFileSync(file) }
    : undefined;
}

/** The one port of the run: the HTTP API, the runtime's own interface and its two pages. */
export function createHttpServer(options: ServerOptions): Service {
  const handle: Handler = async (request, response, url) => {
    const page = request.method === 'GET' ? options.pages[url.pathname] : undefined;
    if (page) {
      response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(page());
      return;
    }
    const printed = printedFile(options.printed, url.pathname);
    if (printed) {
      response.writeHead(200, { 'content-type': printed.type }).end(printed.bytes);
      return;
    }
    if (url.pathname.startsWith('/_local/')) return options.control(request, response, url);
    return options.api(request, response, url);
  };
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://local.invalid');
    handle(request, response, url).catch((error: Error) => {
      process.stderr.write(`A request to ${url.pathname.split('/')[1]} failed: ${error.stack}\n`);
      if (!response.headersSent) response.writeHead(500);
      response.end('{"message":"The local runtime failed; see where it was started."}');
    });
  });
  return {
    start: () =>
      new Promise((resolve, reject) => {
        server.once('error', reject);
        server.listen(options.port, '127.0.0.1', () => resolve());
      }),
    end: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
