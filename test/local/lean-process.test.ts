import { spawnSync } from 'node:child_process';
import { expect, test } from '@jest/globals';

test('a process becomes lean in its own place, once, and keeps what it was given', () => {
  const script = `import { becomeLean } from './local/lean-process.ts';
    becomeLean();
    const { pid, argv, execArgv, env } = process;
    console.log(JSON.stringify({ pid, argv, execArgv, arenas: env.MALLOC_ARENA_MAX, own: env.OWN }));`;
  const given = [
    '--disable-warning=ExperimentalWarning',
    '--input-type=module',
    '-e',
    script,
    'one',
    '--two',
  ];
  const run = spawnSync(process.execPath, given, { env: { PATH: process.env.PATH, OWN: 'kept' } });
  const { pid, argv, execArgv, arenas, own } = JSON.parse(run.stdout.toString());
  expect(pid).toBe(run.pid);
  expect(argv.slice(1)).toEqual(['one', '--two']);
  expect(execArgv.slice(0, 3)).toEqual(['--max-semi-space-size=4', '--heap-growing-percent=50', given[0]]);
  expect([arenas, own]).toEqual(['2', 'kept']);
  expect(run.stderr.toString()).toBe('');
});
