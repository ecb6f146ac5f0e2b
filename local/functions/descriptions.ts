import type { Assembly } from '../assembly/assembly.ts';
import type { FunctionDescription } from '../service.ts';

interface FunctionProperties {
  readonly Code: { readonly S3Key: string };
  readonly Handler: string;
  readonly Timeout?: number;
  readonly Environment?: { readonly Variables?: Readonly<Record<string, unknown>> };
}

/** The functions of the assembly as the template describes them. */
export function functionsOf(assembly: Assembly): readonly FunctionDescription[] {
  return assembly.of('AWS::Lambda::Function').map(({ name, identity, properties }) => {
    const { Code, Handler, Timeout = 3, Environment } = properties as unknown as FunctionProperties;
    const variables = Object.entries(Environment?.Variables ?? {}).map(
      ([key, value]) => [key, String(value)] as const,
    );
    return {
      name,
      arn: identity.attributes.Arn ?? name,
      codeDirectory: assembly.assetDirectory(Code.S3Key),
      handler: Handler,
      timeoutSeconds: Timeout,
      environment: Object.fromEntries(variables),
    };
  });
}
