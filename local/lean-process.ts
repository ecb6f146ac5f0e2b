/**
 * What Node and the allocator read only when they start. Left to themselves both grow to several times of what is held, as if they were
 * alone on the machine: the heaps by late collections, the allocator by an arena for each of dozens of threads.
 */
const flags = ['--max-semi-space-size=4', '--heap-growing-percent=50'];
const allocator = { MALLOC_ARENA_MAX: '2' };

/** Starts this process anew with these, in its own place and with its own id. Comes back where that is done, or cannot be. */
export function becomeLean(): void {
  const missing = flags.filter((flag) => !process.execArgv.includes(flag));
  if (missing.length === 0 || process.platform === 'win32') return;
  process.execve?.(
    process.execPath,
    [process.execPath, ...missing, ...process.execArgv, ...process.argv.slice(1)],
    { ...allocator, ...process.env },
  );
}
