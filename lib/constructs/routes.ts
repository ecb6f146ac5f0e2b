import { type HttpApi, HttpMethod, HttpRoute, HttpRouteKey } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpUserPoolAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import type { DataStack } from '../data-stack.ts';
import { acknowledge } from '../nag.ts';

export interface RoutesProps {
  readonly held: DataStack;
  readonly receive: IFunction;
  readonly desk: IFunction;
  readonly pages: IFunction;
}

/** Which path leads to which function, and which of them want a sign-in. */
export class Routes extends Construct {
  private readonly api: HttpApi;
  constructor(scope: Construct, id: string, { held, receive, desk, pages }: RoutesProps) {
    super(scope, id);
    this.api = held.api;
    const verified = 'Senders sign their requests; the function verifies each before it does anything.';
    const receiving = new HttpLambdaIntegration('Receive', receive);
    for (const path of ['/v1/hooks/{source}', '/v1/hooks/{source}/{proxy+}'])
      for (const method of [HttpMethod.POST, HttpMethod.GET]) this.open(path, method, receiving, verified);

    const linked = 'Whoever opens it holds a signed link; the function checks it.';
    const paging = new HttpLambdaIntegration('Pages', pages);
    const form = 'It is the practice’s public form; it only stores what a person wrote.';
    for (const method of [HttpMethod.GET, HttpMethod.POST]) this.open('/f/{location}', method, paging, form);
    for (const path of ['/a/{token}', '/i/{token}', '/u/{token}', '/p/{token}'])
      for (const method of [HttpMethod.GET, HttpMethod.POST]) this.open(path, method, paging, linked);

    const working = new HttpLambdaIntegration('Desk', desk);
    this.open(
      '/v1/openapi.json',
      HttpMethod.GET,
      working,
      'The document of the API says nothing about anybody.',
    );
    const authorizer = new HttpUserPoolAuthorizer('Staff', held.users, { userPoolClients: [held.console] });
    new HttpRoute(this, 'ANY /v1', {
      httpApi: held.api,
      routeKey: HttpRouteKey.with('/v1/{proxy+}', HttpMethod.ANY),
      integration: working,
      authorizer,
    });
  }

  private open(path: string, method: HttpMethod, integration: HttpLambdaIntegration, reason: string): void {
    const route = new HttpRoute(this, `${method} ${path}`, {
      httpApi: this.api,
      routeKey: HttpRouteKey.with(path, method),
      integration,
    });
    acknowledge(route, ['AwsSolutions-APIG4'], reason);
  }
}
