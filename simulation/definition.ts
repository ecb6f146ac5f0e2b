import { readAssembly } from '../local/assembly/assembly.ts';
import type { Definition } from '../local/step-functions/definition.ts';
import { machinesOf } from '../local/step-functions/machines.ts';

/** "Escalate an inquiry" as `cdk synth` wrote it into this folder. */
export function escalationDefinition(directory: string): Definition {
  const urls = { aws: 'http://127.0.0.1', http: 'http://127.0.0.1' };
  const machines = machinesOf(readAssembly({ directory, parameters: {}, urls }));
  const found = machines.find(({ definition }) => definition.Comment === 'Escalate an inquiry');
  if (!found) throw new Error(`${directory} has no machine "Escalate an inquiry".`);
  return found.definition;
}
