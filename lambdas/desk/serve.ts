import type * as z from 'zod/mini';
import { DomainError } from '../../domain/errors.ts';
import { type AuditEntry, type AuditTrail, reasonGiven, type SignIns } from '../../domain/practice/audit.ts';
import type { StaffMember } from '../../domain/practice/practice.ts';
import type { StaffDirectory } from '../../domain/practice/staff-directory.ts';
import { bodyBytes, type HttpEvent, type HttpReply, json, problem, whereOf } from '../kit/http.ts';
import { inputProblems } from './input-problems.ts';
import { summary } from './inquiry-view.ts';
import type { Operation, Reply } from './operation.ts';

export interface ServePorts {
  readonly staff: StaffDirectory;
  readonly audit: Pick<AuditTrail, 'append'>;
  readonly signIns: SignIns;
  /** ISO instant. */
  readonly now: () => string;
  readonly newId: () => string;
}

type Claims = Readonly<Record<string, unknown>>;

const claimsOf = (event: HttpEvent): Claims =>
  (event.requestContext as unknown as { authorizer?: { jwt?: { claims?: Claims } } }).authorizer?.jwt
    ?.claims ?? {};

const inGroup = (claims: Claims, group: string): boolean =>
  JSON.stringify(claims['cognito:groups'] ?? '').includes(group);

/** The first sign-in of a new practice finds an empty directory: a manager of the user pool may then fill it, and nothing else. */
async function founder(
  claims: Claims,
  operation: Operation,
  ports: ServePorts,
): Promise<StaffMember | undefined> {
  if (operation.id !== 'syncStaff' || !inGroup(claims, 'manager')) return undefined;
  const { members } = await ports.staff.current();
  if (members.length > 0) return undefined;
  return { id: 'founder', name: 'First manager', roles: ['manager'], locations: [], reach: [] };
}

/** Role and locations come from the directory on every request, whatever the token says. */
async function memberOf(event: HttpEvent, operation: Operation, ports: ServePorts): Promise<StaffMember> {
  const claims = claimsOf(event);
  const userName = String(claims.username ?? claims['cognito:username'] ?? '');
  const member =
    (await ports.staff.signedIn(String(claims.sub), userName)) ?? (await founder(claims, operation, ports));
  if (!member)
    throw new DomainError(
      'forbidden',
      'You are not of the staff. Ask a manager to add you to practice.yaml.',
    );
  return member;
}

/** Longer than a sign-in can be refreshed. */
const signInMilliseconds = 40 * 86_400_000;

/** The first request of a sign-in is an entry of its own; a token that does not say which it belongs to has none. */
async function noteSignIn(event: HttpEvent, staff: string, ports: ServePorts): Promise<void> {
  const claims = claimsOf(event);
  const session = claims.origin_jti ?? claims.auth_time;
  if (session === undefined) return;
  const now = ports.now();
  const until = new Date(Date.parse(now) + signInMilliseconds).toISOString();
  if (!(await ports.signIns.begin(`${claims.sub}#${session}`, until))) return;
  await ports.audit.append({
    id: ports.newId(),
    at: now,
    staff,
    operation: 'signIn',
    subject: '-',
    outcome: 'done',
    ...whereOf(event),
  });
}

function mustBeAllowed({ roles }: Operation, member: StaffMember): void {
  if (roles && !roles.some((role) => member.roles.includes(role)))
    throw new DomainError('forbidden', `This is for: ${roles.join(', ')}.`);
}

function checked<T>(schema: z.ZodMiniType | undefined, value: unknown, what: string): T {
  if (!schema) return undefined as T;
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data as T;
  throw new DomainError('invalid', inputProblems(schema, value, parsed.error.issues, what));
}

const mediaTypeOf = (event: HttpEvent): string =>
  (event.headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase() ?? '';

function bodyOf(event: HttpEvent, operation: Operation): unknown {
  if (!operation.body) return undefined;
  const text = bodyBytes(event).toString();
  if (operation.contentType) return text;
  try {
    return JSON.parse(text);
  } catch {
    throw new DomainError('invalid', 'Send the body as JSON.');
  }
}

/** Which version whoever asks has seen: `*` says nothing of that. */
function versionOf(event: HttpEvent, { versioned }: Operation): number | undefined {
  const header = versioned ? event.headers['if-match'] : undefined;
  if (header === undefined || header === '*') {
    if (versioned !== 'required') return undefined;
    throw new DomainError(
      'unseen',
      'Send If-Match with the version you saw (its ETag, or `version`): this holds only if the patient has written nothing since. Read it first.',
    );
  }
  const version = /^(?:W\/)?"?(\d+)"?$/.exec(header)?.[1];
  if (version === undefined)
    throw new DomainError('invalid', 'Send If-Match with the version you saw, in quotes.');
  return Number(version);
}

const shownCurrent = (current: unknown): unknown =>
  typeof current === 'object' && current !== null && 'revision' in current
    ? summary(current as never)
    : current;

function answered({ success: { status, contentType } }: Operation, reply: Reply): HttpReply {
  if (reply.body === undefined) return { statusCode: status };
  if (!contentType) return json(status, reply.body, { ...reply.headers });
  const headers = { 'cache-control': 'no-store', ...reply.headers };
  if (reply.body instanceof Uint8Array)
    return {
      statusCode: status,
      headers: { ...headers, 'content-type': contentType },
      body: Buffer.from(reply.body).toString('base64'),
      isBase64Encoded: true,
    };
  const body = typeof reply.body === 'string' ? reply.body : JSON.stringify(reply.body);
  return {
    statusCode: status,
    headers: { ...headers, 'content-type': `${contentType}; charset=utf-8` },
    body,
  };
}

const isId = (value: unknown): value is string =>
  typeof value === 'string' && /^[A-Za-z0-9_.-]{1,80}$/.test(value);

/** What a request was about, for the audit trail: ids only, whatever was sent. */
function aboutOf(parameters: Readonly<Record<string, string>>, others: readonly unknown[]) {
  const subject = Object.values(parameters).find(isId) ?? '-';
  const rest = [...new Set(others.filter(isId))].filter((id) => id !== subject);
  return { subject, ...(rest.length > 0 ? { others: rest } : {}) };
}

/** One request to one operation: who, whether they may, what they ask, done, and written to the audit trail either way, also when it fails. */
export async function serve(operation: Operation, event: HttpEvent, ports: ServePorts): Promise<HttpReply> {
  const now = ports.now();
  const parameters = (event.pathParameters ?? {}) as Record<string, string>;
  const others: unknown[] = [];
  let staff = 'unknown';
  let why: Pick<AuditEntry, 'why'> = {};
  const audit = (outcome: AuditEntry['outcome']): Promise<void> =>
    ports.audit.append({
      id: ports.newId(),
      at: now,
      staff,
      operation: operation.id,
      ...aboutOf(parameters, others),
      outcome,
      ...whereOf(event),
      ...why,
    });
  try {
    const member = await memberOf(event, operation, ports);
    staff = member.id;
    await noteSignIn(event, staff, ports);
    mustBeAllowed(operation, member);
    const query = checked(operation.query, event.queryStringParameters ?? {}, 'query');
    const body = checked(operation.body, bodyOf(event, operation), 'body');
    others.push(...(operation.subjects?.(body) ?? []));
    why = reasonGiven((body as { reason?: unknown } | undefined)?.reason);
    const reply = await operation.run({
      member,
      parameters,
      query,
      body,
      ifVersion: versionOf(event, operation),
      contentType: mediaTypeOf(event),
      now,
      newId: ports.newId,
    });
    others.push(...(reply.about ?? []));
    await audit('done');
    return answered(operation, reply);
  } catch (error) {
    if (!(error instanceof DomainError)) {
      // The fault that was first is the one to be told of.
      await audit('failed').catch(() => {});
      throw error;
    }
    await audit('refused');
    return problem(error, shownCurrent);
  }
}
