import { readFileSync } from 'node:fs';

interface Statement {
  readonly Action: string | readonly string[];
  readonly Effect: string;
  readonly Resource?: unknown;
  readonly NotResource?: unknown;
}
interface Template {
  readonly Resources: Readonly<
    Record<
      string,
      {
        readonly Type: string;
        readonly Properties: {
          readonly Role?: { readonly 'Fn::GetAtt': readonly string[] };
          readonly Roles?: readonly { readonly Ref: string }[];
          readonly PolicyDocument?: { readonly Statement: readonly Statement[] };
        };
      }
    >
  >;
}

/** What each function's role may do, as the template says. */
export type Policies = ReadonlyMap<string, readonly Statement[]>;

export function policiesOf(file: string): Policies {
  const { Resources } = JSON.parse(readFileSync(file, 'utf8')) as Template;
  const all = Object.entries(Resources);
  const statements = (role: string): readonly Statement[] =>
    all
      .filter(
        ([, { Type, Properties }]) =>
          Type === 'AWS::IAM::Policy' && Properties.Roles?.some(({ Ref }) => Ref === role),
      )
      .flatMap(([, { Properties }]) => Properties.PolicyDocument?.Statement ?? []);
  return new Map(
    all
      .filter(([, { Type }]) => Type === 'AWS::Lambda::Function')
      .map(([id, { Properties }]) => [id, statements(Properties.Role?.['Fn::GetAtt'][0] ?? '')]),
  );
}

const prefixes: Readonly<Record<string, string>> = {
  states: 'states',
  ses: 'ses',
  sns: 'sns',
  'sms-voice': 'sms-voice',
  dynamodb: 'dynamodb',
  secretsmanager: 'secretsmanager',
  sqs: 'sqs',
  connect: 'connect',
  s3: 's3',
};

/** The resource's logical id as it stands in local names: `Heard-Data-Inquiries5DACAF3F`, perhaps `/by-due-at` behind it. */
function names(resource: unknown, called: string): boolean {
  const text = JSON.stringify(resource);
  if (text === '"*"') return true;
  const [table = '', index] = (called.split(':').at(-1) ?? '').split('/');
  const logicalId = table.replace(/^Heard-(Data|Desk)-/, '').replace(/^.*-Heard-(Data|Desk)-/, '');
  if (index === undefined) return text.includes(logicalId) && !text.includes('/index/');
  return text.includes(logicalId) && text.includes(`/index/${index}"`);
}

/** Whether the template lets a function make a call that it made. */
export function allows(
  policies: Policies,
  call: {
    readonly caller: string;
    readonly service: string;
    readonly operation: string;
    readonly resource: string;
  },
): boolean {
  const statements = policies.get(call.caller.replace(/^Heard-Desk-/, '')) ?? [];
  const action = `${prefixes[call.service]}:${call.operation}`;
  return statements.some(({ Action, Effect, Resource, NotResource }) => {
    const resources = Array.isArray(Resource) ? Resource : [Resource];
    // The one NotResource of the template is every topic: what is left is a phone number.
    const isNamed =
      NotResource === undefined
        ? call.resource === '' || resources.some((resource) => names(resource, call.resource))
        : !call.resource.startsWith('arn:');
    return Effect === 'Allow' && [Action].flat().includes(action) && isNamed;
  });
}
