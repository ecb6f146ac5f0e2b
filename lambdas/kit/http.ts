import middy from '@middy/core';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { DomainError } from '../../domain/errors.ts';
import { statusOf } from './error-table.ts';
import { log } from './logger.ts';

export type HttpEvent = APIGatewayProxyEventV2;
export type HttpReply = APIGatewayProxyStructuredResultV2;

export const json = (statusCode: number, body: unknown, headers: Record<string, string> = {}): HttpReply => ({
  statusCode,
  headers: { 'content-type': 'application/json', 'cache-control': 'no-store', ...headers },
  body: JSON.stringify(body),
});

/** RFC 9457. The detail is a sentence that says what to do, without patient data. */
export function problem(error: unknown, show: (current: unknown) => unknown = () => undefined): HttpReply {
  const known = error instanceof DomainError ? error : undefined;
  const status = known ? statusOf[known.code] : 500;
  const current = known?.current === undefined ? undefined : show(known.current);
  const body = {
    type: 'about:blank',
    title: known?.code ?? 'error',
    status,
    detail: known?.message ?? 'Something failed on our side. Nothing was lost; try again in a moment.',
    ...(current === undefined ? {} : { current }),
  };
  return json(status, body, { 'content-type': 'application/problem+json' });
}

/** The bytes of a request's body, as they were sent. */
export function bodyBytes({ body = '', isBase64Encoded }: HttpEvent): Buffer {
  return Buffer.from(body, isBase64Encoded ? 'base64' : 'utf8');
}

/** Which request it was, and the address on the net that it came from, for the audit trail. */
export function whereOf({ requestContext }: HttpEvent): {
  readonly requestId: string;
  readonly from?: string;
} {
  const from = requestContext.http?.sourceIp;
  return { requestId: requestContext.requestId, ...(from ? { from } : {}) };
}

/** The chain of a function behind HTTP: whatever is thrown becomes the reply that `onError` makes, and is logged by name. */
export function http(work: (event: HttpEvent) => Promise<HttpReply>, onError: (error: unknown) => HttpReply) {
  return middy<HttpEvent, HttpReply>()
    .onError((request) => {
      const { error, event } = request;
      log.error(
        'The request failed.',
        { operation: event.routeKey, requestId: event.requestContext.requestId },
        error,
      );
      request.response = onError(error);
    })
    .handler((event: HttpEvent) => work(event));
}
