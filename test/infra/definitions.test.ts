import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { pictures } from '../../local/step-functions/picture.ts';
import { machines } from '../support/assembly.ts';

type Json = Record<string, unknown>;

/** Every state of a definition, by path, also those of inner machines. */
function states(definition: Json, path = ''): [string, Json][] {
  return Object.entries(definition.States as Record<string, Json>).flatMap(([name, state]) => {
    const here: [string, Json] = [`${path}${name}`, state];
    const inner = [state.Iterator, state.ItemProcessor, ...((state.Branches as Json[]) ?? [])].filter(
      Boolean,
    ) as Json[];
    return [here, ...inner.flatMap((part) => states(part, `${path}${name} / `))];
  });
}

const all = machines().flatMap(({ name, definition }) =>
  states(definition).map(([path, state]) => ({ name: `${name}: ${path}`, state })),
);

describe('the state machines', () => {
  test('are there', () => {
    expect(machines().length).toBeGreaterThanOrEqual(3);
  });

  test.each(machines())('$name uses nothing that the interpreter lacks', ({ definition }) => {
    const text = JSON.stringify(definition);
    for (const lacking of [
      'JSONata',
      '"Assign"',
      'DISTRIBUTED',
      'JsonMerge',
      'HeartbeatSeconds',
      'ItemReader',
    ])
      expect(text).not.toContain(lacking);
    expect(definition.TimeoutSeconds).toBeUndefined();
  });

  test.each(all.filter(({ state }) => state.Type === 'Task'))(
    '$name has a time-out of its own',
    ({ state }) => {
      expect(state.TimeoutSeconds ?? state.TimeoutSecondsPath).toBeDefined();
      if (typeof state.TimeoutSecondsPath === 'string') expect(state.TimeoutSecondsPath).toMatch(/^\$\.\w+$/);
    },
  );

  test.each(all)('$name is named in a sentence', ({ name }) => {
    expect(name.split(': ')[1]?.split(' / ').at(-1)).toMatch(/^[A-Z][a-z]+( [a-z]+)+$/);
  });

  test('pass nothing falsy, and keep $$.Map outside of their iterators', () => {
    for (const { state } of all) {
      expect(state.Type === 'Pass' ? (state.Result ?? true) : true).toBeTruthy();
      expect(JSON.stringify(state.Iterator ?? state.ItemProcessor ?? '')).not.toContain('$$.Map');
    }
  });
});

test('the definitions come from the synthesized template', () => {
  expect(readFileSync('cdk.out/manifest.json', 'utf8')).toContain('Heard-Desk');
});

describe('the pictures of the machines', () => {
  test('are those of the synthesized definitions (npm run pictures)', () => {
    expect(readFileSync('docs/state-machines.md', 'utf8')).toBe(pictures('cdk.out'));
  });
});
