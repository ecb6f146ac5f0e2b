import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type References, resolve } from './intrinsics.ts';
import { account, type Identity, inert, living, region } from './resource-types.ts';

interface Template {
  readonly Parameters?: Readonly<Record<string, { readonly Default?: unknown; readonly Type: string }>>;
  readonly Resources?: Readonly<Record<string, { readonly Type: string; readonly Properties?: object }>>;
  readonly Outputs?: Readonly<
    Record<string, { readonly Value: unknown; readonly Export?: { Name: unknown } }>
  >;
}

/** One resource of the assembly with its properties resolved. */
export interface Resource {
  readonly stack: string;
  readonly logicalId: string;
  readonly type: string;
  /** The physical name. */
  readonly name: string;
  readonly identity: Identity;
  readonly properties: Readonly<Record<string, unknown>>;
}

export interface Assembly {
  of(type: string): readonly Resource[];
  /** The folder of the asset with this object key (`<hash>.zip`). */
  assetDirectory(objectKey: string): string;
}

export interface AssemblyOptions {
  readonly directory: string;
  /** Values of template parameters; the template's defaults hold for the rest. */
  readonly parameters: Readonly<Record<string, string>>;
  readonly urls: { readonly aws: string; readonly http: string };
}

interface Manifest {
  readonly artifacts: Readonly<
    Record<string, { type: string; dependencies?: string[]; properties?: { templateFile?: string } }>
  >;
}

const read = <T>(directory: string, file: string): T =>
  JSON.parse(readFileSync(join(directory, file), 'utf8')) as T;

/** Stacks in the order they would be deployed. */
function stackFiles(directory: string): readonly (readonly [stack: string, file: string])[] {
  const { artifacts } = read<Manifest>(directory, 'manifest.json');
  const ordered: string[] = [];
  const visit = (id: string): void => {
    if (ordered.includes(id)) return;
    for (const dependency of artifacts[id]?.dependencies ?? []) visit(dependency);
    ordered.push(id);
  };
  Object.keys(artifacts).forEach(visit);
  return ordered.flatMap((id) => {
    const artifact = artifacts[id];
    const file = artifact?.properties?.templateFile;
    return artifact?.type === 'aws:cloudformation:stack' && file ? [[id, file] as const] : [];
  });
}

const nameProperties = [
  'TableName',
  'FunctionName',
  'StateMachineName',
  'TopicName',
  'QueueName',
  'BucketName',
  'Name',
];

function physicalName(stack: string, logicalId: string, properties: object): string {
  const given = nameProperties.flatMap((key) => {
    const value = (properties as Record<string, unknown>)[key];
    return typeof value === 'string' ? [value] : [];
  });
  return (given[0] ?? `${stack}-${logicalId}`).replaceAll('/', '-');
}

function identityOf(type: string, name: string, urls: AssemblyOptions['urls']): Identity {
  const identify = living[type] ?? inert[type]?.identify;
  if (!identify)
    throw new Error(`The local runtime does not know ${type}; teach it in local/assembly/resource-types.ts.`);
  return identify(name, urls);
}

const pseudo = (stack: string): Readonly<Record<string, string>> => ({
  'AWS::Region': region,
  'AWS::AccountId': account,
  'AWS::Partition': 'aws',
  'AWS::URLSuffix': 'amazonaws.com',
  'AWS::StackName': stack,
  'AWS::StackId': `arn:aws:cloudformation:${region}:${account}:stack/${stack}/local`,
});

interface Known {
  readonly stack: string;
  readonly parameters: ReadonlyMap<string, unknown>;
  readonly identities: ReadonlyMap<string, Identity>;
  readonly exports: ReadonlyMap<string, unknown>;
}

function referencesOf({ stack, parameters, identities, exports }: Known): References {
  const pseudos = pseudo(stack);
  return {
    ref: (id) => {
      const value = identities.get(id)?.ref ?? parameters.get(id) ?? pseudos[id];
      if (value === undefined) throw new Error(`${stack} refers to ${id}, which it does not have.`);
      return value;
    },
    attribute: (id, name) => {
      const value = identities.get(id)?.attributes[name];
      if (value === undefined)
        throw new Error(`${stack} needs ${name} of ${id}; teach it in local/assembly/resource-types.ts.`);
      return value;
    },
    imported: (name) => {
      if (!exports.has(name)) throw new Error(`${stack} imports ${name}, which no stack before it exports.`);
      return exports.get(name);
    },
  };
}

function loadStack(
  stack: string,
  template: Template,
  options: AssemblyOptions,
  exports: Map<string, unknown>,
): Resource[] {
  const given = Object.entries(template.Parameters ?? {}).map(
    ([id, { Default }]) => [id, options.parameters[id] ?? Default] as const,
  );
  const entries = Object.entries(template.Resources ?? {}).map(([logicalId, { Type, Properties = {} }]) => {
    const name = physicalName(stack, logicalId, Properties);
    return {
      stack,
      logicalId,
      type: Type,
      name,
      identity: identityOf(Type, name, options.urls),
      raw: Properties,
    };
  });
  const references = referencesOf({
    stack,
    parameters: new Map(given),
    identities: new Map(entries.map(({ logicalId, identity }) => [logicalId, identity])),
    exports,
  });
  for (const { Value, Export } of Object.values(template.Outputs ?? {})) {
    if (Export) exports.set(String(resolve(Export.Name, references)), resolve(Value, references));
  }
  return entries.map(({ raw, ...entry }) => {
    // Rights and keys refer to things that need no value here.
    const properties = entry.type in inert ? {} : (resolve(raw, references) as Record<string, unknown>);
    return { ...entry, properties };
  });
}

/** Reads what `cdk synth` wrote. Throws on anything that the local runtime would otherwise silently leave out. */
export function readAssembly(options: AssemblyOptions): Assembly {
  const { directory } = options;
  const exports = new Map<string, unknown>();
  const assets = new Map<string, string>();
  const resources = stackFiles(directory).flatMap(([stack, file]) => {
    const { files } = read<{ files: Record<string, { source: { path: string } }> }>(
      directory,
      `${stack}.assets.json`,
    );
    for (const [hash, { source }] of Object.entries(files)) assets.set(hash, join(directory, source.path));
    return loadStack(stack, read<Template>(directory, file), options, exports);
  });
  return {
    of: (type) => resources.filter((resource) => resource.type === type),
    assetDirectory: (objectKey) => {
      const found = assets.get(objectKey.replace(/\.zip$/, ''));
      if (!found) throw new Error(`The assembly has no asset ${objectKey}.`);
      return found;
    },
  };
}
