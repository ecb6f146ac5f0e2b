import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { type References, resolve } from '../../local/assembly/intrinsics.ts';
import { operationOf, signedBy } from '../../local/aws/signature.ts';
import { matchRoute, type Route } from '../../local/http/routes.ts';
import { openOutbox } from '../../local/outbox.ts';
import { nextFire } from '../../local/schedules.ts';
import { transform, waitingStates } from '../../local/step-functions/definition.ts';
import { openJournal } from '../../local/step-functions/journal.ts';
import { createTaskTokens } from '../../local/step-functions/task-tokens.ts';

const references: References = {
  ref: (id) => `ref-${id}`,
  attribute: (id, name) => `${id}.${name}`,
  imported: (name) => `imported ${name}`,
};

describe('expressions of a template', () => {
  test.each([
    [{ Ref: 'Table' }, 'ref-Table'],
    [{ 'Fn::GetAtt': ['Role', 'Arn'] }, 'Role.Arn'],
    [{ 'Fn::Join': ['', ['a', { Ref: 'B' }]] }, 'aref-B'],
    [{ 'Fn::Sub': `x-${'$'}{AWS::Region}-${'$'}{!literal}` }, `x-ref-AWS::Region-${'$'}{literal}`],
    [{ 'Fn::Select': [1, { 'Fn::Split': ['/', 'a/b'] }] }, 'b'],
    [{ 'Fn::ImportValue': 'There' }, 'imported There'],
    [{ plain: [1, true] }, { plain: [1, true] }],
  ])('%j', (expression, value) => {
    expect(resolve(expression, references)).toEqual(value);
  });

  test('one that nobody has taught it stops the start', () => {
    expect(() => resolve({ 'Fn::Base64': 'x' }, references)).toThrow('Fn::Base64');
  });
});

describe('schedules', () => {
  const at = Date.parse('2026-10-31T12:00:30.000Z');
  test.each([
    ['rate(1 minute)', 'UTC', '2026-10-31T12:01:00.000Z'],
    ['rate(5 minutes)', 'UTC', '2026-10-31T12:05:00.000Z'],
    ['cron(0 9 * * ? *)', 'America/Chicago', '2026-10-31T14:00:00.000Z'],
    ['cron(0 9 ? * 2 *)', 'America/Chicago', '2026-11-02T15:00:00.000Z'],
    ['cron(30 9 ? * SUN *)', 'America/Chicago', '2026-11-01T15:30:00.000Z'],
    ['at(2026-11-01T09:00:00)', 'America/Chicago', '2026-11-01T15:00:00.000Z'],
  ])('%s in %s', (expression, zone, next) => {
    expect(new Date(nextFire(expression, zone, at) ?? 0).toISOString()).toBe(next);
  });
});

describe('routes', () => {
  const route = (method: string, path: string): Route => ({
    key: `${method} ${path}`,
    method,
    segments: path.split('/').filter(Boolean),
    functionArn: path,
  });
  const routes = [
    route('ANY', '/v1/{proxy+}'),
    route('GET', '/v1/openapi.json'),
    route('POST', '/v1/hooks/{source}'),
    route('POST', '/v1/hooks/{source}/{proxy+}'),
  ];
  test.each([
    ['GET', '/v1/openapi.json', 'GET /v1/openapi.json', {}],
    ['GET', '/v1/inquiries/7', 'ANY /v1/{proxy+}', { proxy: 'inquiries/7' }],
    ['POST', '/v1/hooks/src', 'POST /v1/hooks/{source}', { source: 'src' }],
    ['POST', '/v1/hooks/src/a/b', 'POST /v1/hooks/{source}/{proxy+}', { source: 'src', proxy: 'a/b' }],
  ])('%s %s', (method, path, key, parameters) => {
    const match = matchRoute(routes, method, path);
    expect([match?.route.key, match?.parameters]).toEqual([key, parameters]);
  });

  test('none for what is not there', () => {
    expect(matchRoute(routes, 'GET', '/elsewhere')).toBeUndefined();
  });
});

describe('what is kept', () => {
  const inFolder = (work: (folder: string) => void): void => {
    const folder = mkdtempSync(join(tmpdir(), 'heard-kept-'));
    try {
      work(folder);
    } finally {
      rmSync(folder, { recursive: true });
    }
  };

  test('an execution that ran when the process died is aborted, and its name stays taken', () => {
    inFolder((folder) => {
      const file = join(folder, 'executions.jsonl');
      const execution = {
        arn: 'arn:1',
        name: '1',
        machineArn: 'm',
        input: '{}',
        startedAt: 0,
        status: 'RUNNING',
      } as const;
      openJournal(file).write(execution);
      writeFileSync(file, `${readFileSync(file, 'utf8')}{"arn":"arn:half`);
      expect([...openJournal(file).executions.values()]).toEqual([{ ...execution, status: 'ABORTED' }]);
    });
  });

  test('the outbox is there again', () => {
    inFolder((folder) => {
      const file = join(folder, 'outbox.jsonl');
      const message = {
        channel: 'email',
        audience: 'patient',
        to: 'a@example.com',
        subject: '',
        text: '',
        headers: {},
        at: '',
        about: {},
      } as const;
      openOutbox(file).add(message);
      expect(openOutbox(file).all()).toEqual([message]);
    });
  });
});

describe('state machines', () => {
  const definition = {
    StartAt: 'Ask',
    States: {
      Ask: {
        Type: 'Task',
        Resource: 'r',
        Parameters: { 'token.$': '$$.Task.Token', 'id.$': '$.id' },
        TimeoutSecondsPath: '$.wait',
        Next: 'Rest',
      },
      Rest: { Type: 'Wait', Seconds: 5, End: true },
    },
  };

  test('keep their input beside their parameters, and leave all waiting to the clock', () => {
    const { States } = transform(definition);
    expect(States.Ask).toMatchObject({
      TimeoutSeconds: 2_000_000,
      Parameters: { 'rawInput.$': '$', parameters: { token: 'heard-local:Task.Token', 'id.$': '$.id' } },
    });
    expect(States.Ask).not.toHaveProperty('TimeoutSecondsPath');
    expect(States.Rest).toMatchObject({ Type: 'Task', ResultPath: null });
    expect([...waitingStates(definition).keys()]).toEqual(['Ask', 'Rest']);
  });

  test('a token is answered once', () => {
    const tokens = createTaskTokens();
    const outcomes: unknown[] = [];
    tokens.open('t', (outcome) => outcomes.push(outcome));
    expect(tokens.answer('t', { output: 1 })).toBe(true);
    expect(tokens.answer('t', { output: 2 })).toBe(false);
    expect(outcomes).toEqual([{ output: 1 }]);
  });
});

describe('calls of AWS', () => {
  const authorization =
    'AWS4-HMAC-SHA256 Credential=tell/20261120/us-east-1/states/aws4_request, SignedHeaders=host';
  test('tell who calls which service for what', () => {
    expect(signedBy({ authorization }, '/')).toEqual({ caller: 'tell', service: 'states' });
    expect(signedBy({}, '/')).toBeUndefined();
    expect(
      operationOf(
        'states',
        'POST',
        '/',
        { 'x-amz-target': 'AWSStepFunctions.StartExecution' },
        Buffer.from(''),
      ),
    ).toBe('StartExecution');
    expect(operationOf('sns', 'POST', '/', {}, Buffer.from('Action=Publish&Message=x'))).toBe('Publish');
    expect(operationOf('s3', 'PUT', '/bucket/key', {}, Buffer.from(''))).toBe('PutObject');
  });
});
