import * as z from 'zod/mini';
import type { Operation } from './operation.ts';
import { Problem } from './schemas.ts';

type Json = Record<string, unknown>;

function schemaOf(schema: z.ZodMiniType, io: 'input' | 'output'): Json {
  const { $schema, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: 'any' }) as Json;
  void $schema;
  return rest;
}

const problem = (description: string): Json => ({
  description,
  content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
});

function queryParameters(schema: z.ZodMiniType | undefined): Json[] {
  if (!schema) return [];
  const { properties = {}, required = [] } = schemaOf(schema, 'input') as {
    properties?: Json;
    required?: string[];
  };
  return Object.entries(properties).map(([name, property]) => ({
    name,
    in: 'query',
    required: required.includes(name),
    schema: property,
  }));
}

function parameters(given: Operation): Json[] {
  const inPath = [...given.path.matchAll(/\{([^}]+)\}/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string' },
  }));
  const required = given.versioned === 'required';
  const ifMatch = { name: 'If-Match', in: 'header', required, schema: { type: 'string' } };
  return [...inPath, ...queryParameters(given.query), ...(given.versioned ? [ifMatch] : [])];
}

function described(given: Operation): Json {
  const { status, schema, contentType: text } = given.success;
  const content = text
    ? { content: { [text]: { schema: { type: 'string' } } } }
    : schema
      ? { content: { 'application/json': { schema: schemaOf(schema, 'output') } } }
      : {};
  const bodySchema = given.body;
  const contentTypes = [given.contentType ?? 'application/json'].flat();
  return {
    operationId: given.id,
    summary: given.summary,
    ...(given.roles ? { 'x-roles': given.roles } : {}),
    parameters: parameters(given),
    ...(bodySchema
      ? {
          requestBody: {
            required: true,
            content: Object.fromEntries(
              contentTypes.map((type) => [type, { schema: schemaOf(bodySchema, 'input') }]),
            ),
          },
        }
      : {}),
    responses: {
      [status]: { description: 'Done', ...content },
      400: problem('The request is not valid'),
      403: problem('Not for you'),
      ...(given.path.includes('{') ? { 404: problem('There is no such thing') } : {}),
      ...(given.versioned ? { 409: problem('It has changed since; `current` is how it is now') } : {}),
      ...(given.versioned === 'required' ? { 428: problem('Say which version you saw, by If-Match') } : {}),
    },
  };
}

/** The OpenAPI 3.1 document of exactly these operations. */
export function openApi(operations: readonly Operation[]): Json {
  const paths: Record<string, Json> = {};
  for (const given of operations)
    paths[given.path] = { ...paths[given.path], [given.method.toLowerCase()]: described(given) };
  return {
    openapi: '3.1.0',
    info: {
      title: 'Heard',
      version: '1',
      description: 'Every patient is heard: inquiries, recall and their people.',
    },
    security: [{ staff: [] }],
    paths,
    components: {
      securitySchemes: { staff: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' } },
      schemas: { Problem: schemaOf(Problem, 'output') },
    },
  };
}
