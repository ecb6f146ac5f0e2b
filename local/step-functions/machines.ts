import type { Assembly } from '../assembly/assembly.ts';
import type { Definition } from './definition.ts';
import type { Machine } from './executions.ts';

/** The state machines of the assembly. */
export function machinesOf(assembly: Assembly): readonly Machine[] {
  return assembly.of('AWS::StepFunctions::StateMachine').map(({ name, identity, properties }) => ({
    name,
    arn: identity.ref,
    definition: JSON.parse(String(properties.DefinitionString)) as Definition,
  }));
}
