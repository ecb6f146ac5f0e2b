import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from '@jest/globals';
import { practiceAt } from '../support/journey.ts';
import { type LocalRun, startLocal } from '../support/local-run.ts';

/** A copy of the synthesized assembly with one piece of its template changed. */
function changedAssembly(change: (template: string) => string): string {
  const copy = mkdtempSync(join(tmpdir(), 'heard-assembly-'));
  cpSync('cdk.out', copy, { recursive: true });
  const file = join(copy, 'Heard-Desk.template.json');
  const before = readFileSync(file, 'utf8');
  const after = change(before);
  if (after === before) throw new Error('The change changes nothing.');
  writeFileSync(file, after);
  return copy;
}

describe('the local runtime runs the template', () => {
  let assembly: string;
  let local: LocalRun | undefined;
  afterEach(async () => {
    await local?.stop();
    local?.forget();
    local = undefined;
    rmSync(assembly, { recursive: true, force: true });
  });

  test('another wait in the template is another behaviour', async () => {
    // The pause after an error of Plan, from ten seconds to ten minutes.
    assembly = changedAssembly((template) => template.replace('\\"Seconds\\":10,', '\\"Seconds\\":600,'));
    local = await startLocal({ at: '2026-11-20T16:05:00.000Z', arguments: ['--assembly', assembly] });
    const practice = practiceAt(local);
    await practice.giveSecret();
    await practice.faults([
      { service: 'dynamodb', operation: 'Query', caller: 'PlanEscalation', what: 'before', times: 4 },
    ]);
    await practice.patientWrites('Do you have a consultation?', 'wait');
    await local.advance(50);
    expect(await practice.sentTo('patient')).toEqual([]);
    await local.advance(600);
    expect((await practice.sentTo('patient')).length).toBe(1);
  });

  test('a variable that is missing stops the start', async () => {
    assembly = changedAssembly((template) =>
      template.replace('"REGISTRATION_MACHINE"', '"REGISTRATION_MASCHINE"'),
    );
    await expect(startLocal({ arguments: ['--assembly', assembly] })).rejects.toThrow(
      'set REGISTRATION_MACHINE',
    );
  });

  test('a resource that nobody has taught it stops the start', async () => {
    assembly = changedAssembly((template) => template.replace('"AWS::SQS::Queue"', '"AWS::Kinesis::Stream"'));
    await expect(startLocal({ arguments: ['--assembly', assembly] })).rejects.toThrow('AWS::Kinesis::Stream');
  });
});
