import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { build, type Plugin } from 'esbuild';
import { environments, type FunctionName } from '../lambdas/kit/env.ts';
import { compile, type PartName, type PracticeFolder } from './practice/read-practice.ts';

/** The folder with each function's bundle. */
export type Bundles = Readonly<Record<FunctionName, string>>;

const project = resolve(import.meta.dirname, '..');
export const functionNames = Object.keys(environments) as readonly FunctionName[];

/** Gives each bundle the parts of the practice's configuration that it imports, and no others. */
const practiceParts = (folder: PracticeFolder): Plugin => ({
  name: 'practice',
  setup: (plugin) => {
    plugin.onResolve({ filter: /^practice:/ }, ({ path }) => ({
      path: path.slice('practice:'.length),
      namespace: 'practice',
    }));
    plugin.onLoad({ filter: /.*/, namespace: 'practice' }, ({ path }) => {
      if (!(path in folder)) return { errors: [{ text: `practice/ has no part ${path}` }] };
      return { contents: JSON.stringify(compile(folder[path as PartName])), loader: 'json' };
    });
  },
});

/** Bundles every function at once: CommonJS, minified, the SDK inside, which is what starts fastest on Lambda. */
export async function bundleFunctions(folder: PracticeFolder, outdir: string): Promise<Bundles> {
  const entries = functionNames.map((name) => {
    const file = join(project, 'lambdas', `${name}.ts`);
    if (!existsSync(file)) throw new Error(`kit/env.ts names ${name}, but ${file} does not exist.`);
    return [`${name}/index`, file] as const;
  });
  await build({
    entryPoints: Object.fromEntries(entries),
    outdir,
    outExtension: { '.js': '.cjs' },
    bundle: true,
    minify: true,
    platform: 'node',
    target: 'node24',
    format: 'cjs',
    mainFields: ['module', 'main'],
    legalComments: 'none',
    logLevel: 'warning',
    plugins: [practiceParts(folder)],
  });
  return Object.fromEntries(functionNames.map((name) => [name, join(outdir, name)])) as Bundles;
}
