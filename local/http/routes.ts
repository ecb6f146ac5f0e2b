import type { Assembly, Resource } from '../assembly/assembly.ts';

/** One route of the HTTP API and the function behind it. */
export interface Route {
  readonly key: string;
  readonly method: string;
  readonly segments: readonly string[];
  readonly functionArn: string;
  /** Present where a JWT must be shown. */
  readonly authorizer?: { readonly issuer: string; readonly audience: readonly string[] };
}

export interface Match {
  readonly route: Route;
  readonly parameters: Readonly<Record<string, string>>;
}

const isGreedy = (segment: string): boolean => /^\{[^}]+\+\}$/.test(segment);
const isParameter = (segment: string): boolean => segment.startsWith('{');
const nameOf = (segment: string): string => segment.replaceAll(/[{}+]/g, '');
const split = (path: string): string[] => path.split('/').filter((segment) => segment !== '');

function authorizerOf(assembly: Assembly, id: unknown): Route['authorizer'] {
  const found = assembly.of('AWS::ApiGatewayV2::Authorizer').find(({ identity }) => identity.ref === id);
  if (!found) return undefined;
  const { Issuer, Audience } = found.properties.JwtConfiguration as { Issuer: string; Audience: string[] };
  return { issuer: Issuer, audience: Audience };
}

function route(assembly: Assembly, { properties }: Resource): Route {
  const key = String(properties.RouteKey);
  const [method = 'ANY', path = '/'] = key.split(' ');
  const integrationId = String(properties.Target).replace('integrations/', '');
  const integration = assembly
    .of('AWS::ApiGatewayV2::Integration')
    .find(({ identity }) => identity.ref === integrationId);
  if (!integration) throw new Error(`The route ${key} has no integration.`);
  const authorizer =
    properties.AuthorizationType === 'JWT' ? authorizerOf(assembly, properties.AuthorizerId) : undefined;
  if (properties.AuthorizationType === 'JWT' && !authorizer)
    throw new Error(`The route ${key} has no authorizer.`);
  return {
    key,
    method,
    segments: split(path),
    functionArn: String(integration.properties.IntegrationUri),
    ...(authorizer ? { authorizer } : {}),
  };
}

export const routesOf = (assembly: Assembly): readonly Route[] =>
  assembly.of('AWS::ApiGatewayV2::Route').map((resource) => route(assembly, resource));

function parameters(
  segments: readonly string[],
  path: readonly string[],
): Record<string, string> | undefined {
  const found: Record<string, string> = {};
  for (const [index, segment] of segments.entries()) {
    if (isGreedy(segment)) {
      const rest = path.slice(index);
      return rest.length === 0 ? undefined : { ...found, [nameOf(segment)]: rest.join('/') };
    }
    const given = path[index];
    if (given === undefined) return undefined;
    if (isParameter(segment)) found[nameOf(segment)] = given;
    else if (segment !== given) return undefined;
  }
  return segments.length === path.length ? found : undefined;
}

/** Full matches win over parameters, parameters over greedy ones, a method over ANY. */
function weight({ method, segments }: Route): string {
  const parts = segments.map((segment) => (isGreedy(segment) ? '1' : isParameter(segment) ? '2' : '3'));
  return parts.join('') + (method === 'ANY' ? '1' : '2');
}

export function matchRoute(routes: readonly Route[], method: string, path: string): Match | undefined {
  const given = split(path);
  const matches = routes.flatMap((candidate) => {
    if (candidate.method !== 'ANY' && candidate.method !== method) return [];
    const found = parameters(candidate.segments, given);
    return found ? [{ route: candidate, parameters: found }] : [];
  });
  return matches.sort((a, b) => (weight(a.route) < weight(b.route) ? 1 : -1))[0];
}
