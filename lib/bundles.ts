import { existsSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { type BuildOptions, build, type Plugin } from 'esbuild';
import type { Versions } from '../domain/audit/configuration.ts';
import { environments, type FunctionName } from '../lambdas/kit/env.ts';
import { compile } from './practice/compile.ts';
import { layoutOf } from './practice/mail-layout.ts';
import type { PartName, PracticeFolder } from './practice/read-practice.ts';

/** The folder with each function's bundle. */
export type Bundles = Readonly<Record<FunctionName, string>>;

const project = resolve(import.meta.dirname, '..');
export const functionNames = Object.keys(environments) as readonly FunctionName[];

/** Which version each part is: what a deploy has changed shows in it. */
const versionsOf = (folder: PracticeFolder): Versions =>
  Object.fromEntries(Object.entries(folder).map(([name, part]) => [name, compile(part).version]));

/** Gives each bundle the parts of the practice's configuration that it imports, and no others. */
const practiceParts = (folder: PracticeFolder): Plugin => ({
  name: 'practice',
  setup: (plugin) => {
    plugin.onResolve({ filter: /^practice:/ }, ({ path }) => ({
      path: path.slice('practice:'.length),
      namespace: 'practice',
    }));
    plugin.onLoad({ filter: /.*/, namespace: 'practice' }, async ({ path }) => {
      if (path === 'versions')
        return { contents: JSON.stringify(compile(versionsOf(folder))), loader: 'json' };
      if (!(path in folder)) return { errors: [{ text: `practice/ has no part ${path}` }] };
      const part = path === 'recall-layout' ? await layoutOf(folder[path]) : folder[path as PartName];
      return { contents: JSON.stringify(compile(part)), loader: 'json' };
    });
  },
});

/** Functions that start fast by leaving what a request may not need in files of its own beside them. */
const startingFast: readonly FunctionName[] = ['inquiry/receive-delivery', 'desk/desk'];

/** Leaves each module that is imported when needed in a file of its own, and remembers it. */
const leftBeside = (found: Map<string, string>): Plugin => ({
  name: 'left-beside',
  setup: (plugin) => {
    plugin.onResolve({ filter: /^\./ }, ({ kind, path, importer }) => {
      if (kind !== 'dynamic-import' || importer.includes('node_modules')) return undefined;
      const file = resolve(dirname(importer), path);
      const name = relative(project, file)
        .replace(/\.ts$/, '')
        .replaceAll(/[^\w-]+/g, '-');
      found.set(name, file);
      return { path: `./${name}.cjs`, external: true };
    });
  },
});

/** How every function is bundled. */
export const bundling = {
  outExtension: { '.js': '.cjs' },
  bundle: true,
  minify: true,
  platform: 'node',
  target: 'node24',
  format: 'cjs',
  mainFields: ['module', 'main'],
  legalComments: 'none',
  logLevel: 'warning',
} satisfies BuildOptions;

/** One function whose rarer modules stand in files of their own, each loaded when it is first needed. */
async function bundleInParts(name: FunctionName, plugins: Plugin[], outdir: string): Promise<void> {
  const built = new Set<string>();
  let waiting = new Map([['index', join(project, 'lambdas', `${name}.ts`)]]);
  while (waiting.size > 0) {
    const found = new Map<string, string>();
    await build({
      ...bundling,
      entryPoints: Object.fromEntries(waiting),
      outdir: join(outdir, name),
      plugins: [...plugins, leftBeside(found)],
    });
    for (const part of waiting.keys()) built.add(part);
    waiting = new Map([...found].filter(([part]) => !built.has(part)));
  }
}

/** Bundles every function: CommonJS, minified, the SDK inside, which is what starts fastest on Lambda. */
export async function bundleFunctions(folder: PracticeFolder, outdir: string): Promise<Bundles> {
  const plugins = [practiceParts(folder)];
  const entries = functionNames.map((name) => {
    const file = join(project, 'lambdas', `${name}.ts`);
    if (!existsSync(file)) throw new Error(`kit/env.ts names ${name}, but ${file} does not exist.`);
    return [name, file] as const;
  });
  const whole = entries.filter(([name]) => !startingFast.includes(name));
  await Promise.all([
    build({
      ...bundling,
      entryPoints: Object.fromEntries(whole.map(([name, file]) => [`${name}/index`, file])),
      outdir,
      plugins,
    }),
    ...startingFast.map((name) => bundleInParts(name, plugins, outdir)),
  ]);
  return Object.fromEntries(functionNames.map((name) => [name, join(outdir, name)])) as Bundles;
}
