import type * as z from 'zod/mini';
import type { StaffMember, StaffRole } from '../../domain/practice/practice.ts';

/** One request of the API, parsed: who asks, for what, having seen which version. */
export interface Call<Query, Body> {
  readonly member: StaffMember;
  readonly parameters: Readonly<Record<string, string>>;
  readonly query: Query;
  readonly body: Body;
  /** From If-Match. */
  readonly ifVersion: number | undefined;
  /** Media type of the body, where the operation takes several. */
  readonly contentType: string;
  /** ISO instant. */
  readonly now: string;
  readonly newId: () => string;
}

export interface Reply {
  /** Whom it was about, where neither path nor body says so; for the audit trail. */
  readonly about?: readonly string[];
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** One operation of the API. The route table, the checks and the OpenAPI document are made of nothing else. */
export interface Operation<Query = unknown, Body = unknown> {
  readonly id: string;
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH';
  readonly path: string;
  readonly summary: string;
  /** Who may; everybody of the staff without it. */
  readonly roles?: readonly StaffRole[];
  readonly query?: z.ZodMiniType<Query>;
  readonly body?: z.ZodMiniType<Body>;
  /** Content types of the body, where it is not JSON: the body then arrives as text. */
  readonly contentType?: string | readonly string[];
  /** Takes `If-Match: "version"`; 409 with the current state when it is another. `required`: 428 without it (G1). */
  readonly versioned?: true | 'required';
  /** `contentType`: the body is text of that type and no JSON, or bytes. */
  readonly success: {
    readonly status: 200 | 201 | 202 | 204;
    readonly schema?: z.ZodMiniType;
    readonly contentType?: 'text/csv' | 'application/pdf' | 'application/fhir+json';
  };
  /** Ids in the body that the audit trail must name (R28). */
  readonly subjects?: (body: Body) => readonly (string | undefined)[];
  readonly run: (call: Call<Query, Body>) => Promise<Reply>;
}

/** Keeps an operation's own types for its author, and forgets them for the table. */
export function operation<Query, Body>(given: Operation<Query, Body>): Operation {
  return given as unknown as Operation;
}
