import { RemovalPolicy, type Stack } from 'aws-cdk-lib';
import { AccessLogFormat } from 'aws-cdk-lib/aws-apigateway';
import { HttpApi, HttpStage, LogGroupLogDestination } from 'aws-cdk-lib/aws-apigatewayv2';
import { AccountRecovery, FeaturePlan, Mfa, UserPool } from 'aws-cdk-lib/aws-cognito';
import type { Key } from 'aws-cdk-lib/aws-kms';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';

/** Sign-ins of the staff: made by the practice, each with a second factor. */
export function staffPool(stack: Stack): UserPool {
  return new UserPool(stack, 'Staff', {
    selfSignUpEnabled: false,
    signInAliases: { username: true },
    mfa: Mfa.REQUIRED,
    mfaSecondFactor: { otp: true, sms: false },
    accountRecovery: AccountRecovery.NONE,
    passwordPolicy: {
      minLength: 12,
      requireDigits: true,
      requireLowercase: true,
      requireUppercase: true,
      requireSymbols: true,
    },
    featurePlan: FeaturePlan.ESSENTIALS,
    deletionProtection: true,
    removalPolicy: RemovalPolicy.RETAIN,
  });
}

/** The one address that vendors and patients hold; which routes it has is the other stack’s matter. */
export function publicApi(stack: Stack, key: Key): HttpApi {
  const api = new HttpApi(stack, 'Api', { apiName: 'heard', createDefaultStage: false });
  const logGroup = new LogGroup(stack, 'AccessLog', {
    retention: RetentionDays.ONE_YEAR,
    encryptionKey: key,
  });
  new HttpStage(stack, 'Stage', {
    httpApi: api,
    stageName: '$default',
    autoDeploy: true,
    throttle: { rateLimit: 50, burstLimit: 100 },
    // The route, never the path: paths hold signed links.
    accessLogSettings: {
      destination: new LogGroupLogDestination(logGroup),
      format: AccessLogFormat.custom(
        '{"requestId":"$context.requestId","route":"$context.routeKey","status":"$context.status","milliseconds":"$context.responseLatency"}',
      ),
    },
  });
  return api;
}
