import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { readAssembly } from '../assembly/assembly.ts';
import { synthesize } from '../synthesize.ts';
import type { Definition, State } from './definition.ts';
import { machinesOf } from './machines.ts';

interface Step {
  readonly from: string;
  readonly to: string;
  readonly when: string;
}

interface Branch {
  readonly Next: string;
  readonly [test: string]: unknown;
}

/** What a branch of a choice asks, in as few words as it has. */
function asked({ Next, ...test }: Branch): string {
  void Next;
  const { Variable, ...rest } = test;
  const [[name, value] = ['', '']] = Object.entries(rest);
  return Variable ? `${String(Variable).replace('$.', '')} ${name} ${String(value)}` : name;
}

function stepsFrom(name: string, state: State): readonly Step[] {
  const catches = (state.Catch ?? []) as readonly {
    readonly ErrorEquals: readonly string[];
    readonly Next: string;
  }[];
  const choices = (state.Choices ?? []) as readonly Branch[];
  return [
    ...(state.Next ? [{ from: name, to: String(state.Next), when: '' }] : []),
    ...choices.map((branch) => ({ from: name, to: branch.Next, when: asked(branch) })),
    ...(state.Default ? [{ from: name, to: String(state.Default), when: 'otherwise' }] : []),
    ...catches.map(({ ErrorEquals, Next }) => ({ from: name, to: Next, when: ErrorEquals.join(' or ') })),
  ];
}

function linesOf(definition: Definition, prefix: string): readonly string[] {
  const id = (name: string): string => prefix + Object.keys(definition.States).indexOf(name);
  const states = Object.entries(definition.States);
  return [
    `  [*] --> ${id(definition.StartAt)}`,
    ...states.flatMap(([name, state]) => {
      const inner = state.ItemProcessor ?? state.Iterator;
      const named = `  state "${name}" as ${id(name)}`;
      return inner ? [named, `  state ${id(name)} {`, ...linesOf(inner, `${id(name)}_`), '  }'] : [named];
    }),
    ...states.flatMap(([name, state]) =>
      stepsFrom(name, state).map(
        ({ from, to, when }) => `  ${id(from)} --> ${id(to)}${when ? ` : ${when}` : ''}`,
      ),
    ),
    ...states
      .filter(([, state]) => state.Type === 'Succeed' || state.End === true)
      .map(([name]) => `  ${id(name)} --> [*]`),
  ];
}

/** The state machines of a synthesized app as a page with pictures (Mermaid). */
export function pictures(directory: string): string {
  const urls = { aws: 'http://127.0.0.1', http: 'http://127.0.0.1' };
  const machines = machinesOf(readAssembly({ directory, parameters: {}, urls }));
  const parts = machines
    .map(({ name, definition }) => ({ title: definition.Comment ?? name, definition }))
    .toSorted((a, b) => (a.title < b.title ? -1 : 1))
    .map(
      ({ title, definition }) =>
        `## ${title}\n\n\`\`\`mermaid\nstateDiagram-v2\n${linesOf(definition, 's').join('\n')}\n\`\`\``,
    );
  return `# State machines\n\nDrawn from the synthesized definitions by \`npm run pictures\`; a test holds this page against them.\n\n${parts.join('\n\n')}\n`;
}

if (process.argv[1] === import.meta.filename)
  writeFileSync(
    join(resolve(import.meta.dirname, '../..'), 'docs/state-machines.md'),
    pictures(await synthesize()),
  );
