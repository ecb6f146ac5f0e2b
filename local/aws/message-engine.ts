import { DatabaseSync } from 'node:sqlite';
import { type FauxqsServer, startFauxqs } from 'fauxqs';

const waitsForNoDisk = 'PRAGMA synchronous = NORMAL';

/**
 * Starts the engine of queues, topics and files. It waits for the disk behind each message that is put, taken and removed, several
 * milliseconds, and says nowhere that it need not: what it has written is there for whoever starts after a process that was killed; only a
 * machine that loses its power may lose the last of it, as it may of the tables.
 */
export async function startMessageEngine(port: number, directory: string): Promise<FauxqsServer> {
  const { exec } = DatabaseSync.prototype;
  DatabaseSync.prototype.exec = function (this: DatabaseSync, sql) {
    exec.call(this, sql);
    if (sql === 'PRAGMA journal_mode = WAL') exec.call(this, waitsForNoDisk);
  };
  try {
    return await startFauxqs({ port, host: '127.0.0.1', logger: false, dataDir: directory });
  } finally {
    DatabaseSync.prototype.exec = exec;
  }
}
