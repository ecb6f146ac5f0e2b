import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { type Assembly, readAssembly } from './assembly/assembly.ts';
import { region } from './assembly/resource-types.ts';
import { createConnect } from './aws/connect.ts';
import { createDynamoDb } from './aws/dynamodb.ts';
import { createEventSources } from './aws/event-sources.ts';
import { createFaults } from './aws/faults.ts';
import { createGateway } from './aws/gateway.ts';
import { createInbound } from './aws/inbound.ts';
import { delayIndexes } from './aws/index-delay.ts';
import { createMail } from './aws/mail.ts';
import { createMessaging } from './aws/messaging.ts';
import { holdPort, listeningOn } from './aws/ports.ts';
import { printing } from './aws/printed.ts';
import { createSecrets } from './aws/secrets.ts';
import { createSnsHost } from './aws/sns-host.ts';
import { createTexts } from './aws/texts.ts';
import { createClock } from './clock.ts';
import type { Stage } from './demo/seed.ts';
import { functionsOf } from './functions/descriptions.ts';
import { createFunctions } from './functions/pool.ts';
import { createControl } from './http/control.ts';
import { createGraph } from './http/graph.ts';
import { createHttpApi } from './http/http-api.ts';
import { routesOf } from './http/routes.ts';
import { createHttpServer } from './http/server.ts';
import { outboxPage, startPage } from './http/start-page.ts';
import { openTokens } from './http/tokens.ts';
import { createTools } from './http/tools.ts';
import { openLog } from './log.ts';
import { openOutbox } from './outbox.ts';
import { createSchedules } from './schedules.ts';
import { inOrder, type Service } from './service.ts';
import { createStepFunctionsEndpoint } from './step-functions/endpoint.ts';
import { createExecutions } from './step-functions/executions.ts';
import { openJournal } from './step-functions/journal.ts';
import { machinesOf } from './step-functions/machines.ts';
import { createTaskTokens } from './step-functions/task-tokens.ts';
import { createSweeps } from './sweeps.ts';

export interface RuntimeOptions {
  readonly assembly: string;
  readonly dataDirectory: string;
  readonly port: number;
  readonly publicUrl: string;
  readonly frozen: boolean;
  readonly at?: number;
  /** Schedules rest; only what is fired by hand runs. */
  readonly resting?: boolean;
  readonly staffOf: (role: string) => string | undefined;
}

export interface Runtime extends Service, Stage {
  readonly mailInbox: string;
  readonly endpoints: Readonly<Record<string, string>>;
}

const awsServices = 'CONNECT DYNAMODB SFN SESV2 SNS SQS S3 SECRETS_MANAGER PINPOINT_SMS_VOICE_V2'.split(' ');

/** By the services' names in endpoint variables, without what joins their words. */
const endpointsOf = (url: string): Record<string, string> =>
  Object.fromEntries(awsServices.map((name) => [name.toLowerCase().replaceAll('_', ''), url]));

function poolOf(assembly: Assembly): { issuer: string; clientId: string } {
  const [pool] = assembly.of('AWS::Cognito::UserPool');
  const [client] = assembly.of('AWS::Cognito::UserPoolClient');
  const id = pool?.identity.ref ?? 'none';
  return {
    issuer: `https://cognito-idp.${region}.amazonaws.com/${id}`,
    clientId: client?.identity.ref ?? 'none',
  };
}

/** What a contact flow hands to the function when 1 is pressed. */
const pressed = (attributes: Readonly<Record<string, string>>) => ({
  Name: 'ContactFlowEvent',
  Details: { ContactData: { Attributes: attributes, Channel: 'VOICE' }, Parameters: {} },
});

const claimByCall = (assembly: Assembly): string =>
  assembly.of('AWS::Lambda::Function').find(({ name }) => name.includes('ClaimByCall'))?.name ?? '';

/** Everything that the assembly needs to run, on one machine. */
export async function createRuntime(options: RuntimeOptions): Promise<Runtime> {
  const kept = (name: string): string => join(options.dataDirectory, name);
  mkdirSync(options.dataDirectory, { recursive: true });
  const httpPort = await holdPort(options.port);
  const [gatewayPort, tablePort, messagingPort, mailPort] = await Promise.all([
    holdPort(),
    holdPort(),
    holdPort(),
    holdPort(),
  ]);
  const url = `http://127.0.0.1:${options.port}`;
  const aws = `http://127.0.0.1:${gatewayPort.number}`;
  const assembly = readAssembly({
    directory: options.assembly,
    parameters: {
      PublicUrl: options.publicUrl,
      GraphUrl: `${url}/_local/graph`,
      ToolsUrl: `${url}/_local/tools`,
    },
    urls: { aws, http: url },
  });

  const clock = createClock({
    frozen: options.frozen,
    ...(options.at === undefined ? {} : { at: options.at }),
  });
  const outbox = openOutbox(kept('outbox.jsonl'));
  const log = openLog(kept('functions.log'));
  const faults = createFaults();
  const functions = createFunctions(functionsOf(assembly), {
    clock,
    marks: options.assembly,
    awsEnvironment: Object.fromEntries(awsServices.map((name) => [`AWS_ENDPOINT_URL_${name}`, aws])),
    invoked: faults.invoked,
    log: log.line,
  });

  const tokens = createTaskTokens();
  const journal = openJournal(kept('executions.jsonl'));
  const executions = createExecutions(machinesOf(assembly), { clock, functions, tokens, journal });
  const tables = createDynamoDb(tablePort.number, kept('tables'), assembly.of('AWS::DynamoDB::Table'));
  const eventSources = createEventSources(
    messagingPort.number,
    assembly.of('AWS::Lambda::EventSourceMapping'),
    assembly.of('AWS::SQS::Queue'),
    functions,
    clock,
  );
  const messaging = createMessaging(messagingPort.number, {
    clock,
    outbox,
    directory: kept('messaging'),
    topics: assembly.of('AWS::SNS::Topic'),
    queues: assembly.of('AWS::SQS::Queue'),
    subscriptions: assembly.of('AWS::SNS::Subscription'),
    buckets: assembly.of('AWS::S3::Bucket'),
    arrived: () => eventSources.drain(),
  });
  const inbound = createInbound({
    clock,
    receiptRules: assembly.of('AWS::SES::ReceiptRule'),
    topics: assembly.of('AWS::SNS::Topic'),
    publish: messaging.publish,
    put: messaging.put,
  });
  const mail = createMail(mailPort.number, {
    clock,
    outbox,
    configurationSets: assembly.of('AWS::SES::ConfigurationSet'),
    eventDestinations: assembly.of('AWS::SES::ConfigurationSetEventDestination'),
    publish: messaging.publish,
  });
  const snsHost = createSnsHost();
  const gateway = createGateway(gatewayPort.number, {
    clock,
    faults,
    open: snsHost.answer,
    die: () => process.kill(process.pid, 'SIGKILL'),
    stall: functions.stall,
    backends: new Map([
      ['dynamodb', delayIndexes(tables.backend, assembly.of('AWS::DynamoDB::Table'), { clock, faults })],
      ['states', createStepFunctionsEndpoint(executions, tokens, clock)],
      ['ses', mail.backend],
      ['connect', createConnect(outbox, clock)],
      [
        'sms-voice',
        createTexts({
          clock,
          outbox,
          configurationSets: assembly.of('AWS::SMSVOICE::ConfigurationSet'),
          publish: messaging.publish,
        }),
      ],
      ['sns', messaging.backend],
      ['sqs', messaging.backend],
      [
        's3',
        printing(messaging.backend, { clock, outbox, directory: kept('printed'), url: `${url}/printed` }),
      ],
      ['secretsmanager', createSecrets(kept('secrets.json'), assembly.of('AWS::SecretsManager::Secret'))],
    ]),
  });

  const signIns = await openTokens(kept('sign-in-keys.json'), poolOf(assembly));
  const schedules = createSchedules(assembly.of('AWS::Scheduler::Schedule'), {
    clock,
    functions,
    executions,
  });
  const fire = async (target: string): Promise<void> => {
    schedules.fireAll(target);
    await clock.advance(0);
  };
  const mailInbox = `http://127.0.0.1:${mailPort.number}/`;
  const endpoints = endpointsOf(aws);
  const server = createHttpServer({
    port: options.port,
    control: createControl({
      clock,
      outbox,
      faults,
      stalled: functions.stalled,
      trust: snsHost.trust,
      inbound,
      graph: createGraph(outbox, clock),
      tools: createTools(),
      tokens: signIns,
      endpoints,
      staffOf: options.staffOf,
      press: (attributes) => functions.invoke(claimByCall(assembly), pressed(attributes)),
      fire,
      sweep: createSweeps(executions, schedules, clock),
    }),
    api: createHttpApi({ clock, functions, routes: routesOf(assembly), tokens: signIns }),
    pages: {
      '/': () => startPage({ mailInbox, aws, now: new Date(clock.now()).toISOString() }),
      '/outbox': () => outboxPage(outbox.all()),
    },
    printed: kept('printed'),
  });
  const daily = options.resting ? [] : [schedules];
  const services = [
    clock,
    log,
    listeningOn(tablePort, tables),
    listeningOn(messagingPort, messaging),
    listeningOn(mailPort, mail),
    listeningOn(gatewayPort, gateway),
    functions,
    eventSources,
    ...daily,
    listeningOn(httpPort, server),
  ];
  return {
    ...inOrder(services),
    url,
    mailInbox,
    endpoints,
    now: clock.now,
    advance: clock.advance,
    fire,
  };
}
