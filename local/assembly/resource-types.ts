export const account = '000000000000';
export const region = 'us-east-1';

/** What a resource answers to `Ref` and `Fn::GetAtt`. */
export interface Identity {
  readonly ref: string;
  readonly attributes: Readonly<Record<string, string>>;
}

type Identify = (name: string, urls: { readonly aws: string; readonly http: string }) => Identity;

const arn = (service: string, rest: string): string => `arn:aws:${service}:${region}:${account}:${rest}`;
const byName =
  (service: string, kind: string): Identify =>
  (name) => ({ ref: name, attributes: { Arn: arn(service, `${kind}${name}`) } });
const plain: Identify = (name) => ({ ref: name, attributes: {} });

/** Types that do something here. */
export const living: Readonly<Record<string, Identify>> = {
  'AWS::DynamoDB::Table': byName('dynamodb', 'table/'),
  'AWS::Lambda::Function': byName('lambda', 'function:'),
  'AWS::StepFunctions::StateMachine': (name) => {
    const machine = arn('states', `stateMachine:${name}`);
    return { ref: machine, attributes: { Arn: machine, Name: name } };
  },
  'AWS::SNS::Topic': (name) => ({
    ref: arn('sns', name),
    attributes: { TopicArn: arn('sns', name), TopicName: name },
  }),
  'AWS::SQS::Queue': (name, urls) => ({
    ref: `${urls.aws}/${account}/${name}`,
    attributes: { Arn: arn('sqs', name), QueueName: name },
  }),
  'AWS::SecretsManager::Secret': (name) => ({ ref: arn('secretsmanager', `secret:${name}`), attributes: {} }),
  // Names of buckets are lower case.
  'AWS::S3::Bucket': (name) => {
    const bucket = name.toLowerCase();
    return { ref: bucket, attributes: { Arn: `arn:aws:s3:::${bucket}` } };
  },
  'AWS::Cognito::UserPool': (name, urls) => {
    const id = `${region}_${name.replaceAll(/[^A-Za-z0-9]/g, '').slice(0, 40)}`;
    return {
      ref: id,
      attributes: {
        Arn: arn('cognito-idp', `userpool/${id}`),
        ProviderURL: `${urls.http}/_local/pool/${id}`,
      },
    };
  },
  'AWS::Cognito::UserPoolClient': plain,
  'AWS::ApiGatewayV2::Api': (name, urls) => ({ ref: name, attributes: { ApiEndpoint: urls.http } }),
  'AWS::ApiGatewayV2::Integration': plain,
  'AWS::ApiGatewayV2::Route': plain,
  'AWS::ApiGatewayV2::Authorizer': plain,
  'AWS::ApiGatewayV2::Stage': plain,
  'AWS::Scheduler::Schedule': byName('scheduler', 'schedule/default/'),
  'AWS::SES::ConfigurationSet': plain,
  'AWS::SES::ConfigurationSetEventDestination': plain,
  'AWS::SES::ReceiptRule': plain,
  'AWS::SMSVOICE::ConfigurationSet': byName('sms-voice', 'configuration-set/'),
  'AWS::SNS::Subscription': plain,
  'AWS::Lambda::EventSourceMapping': plain,
};

/** Types that have no effect on one machine, and why. */
export const inert: Readonly<Record<string, { readonly why: string; readonly identify: Identify }>> = {
  'AWS::IAM::Role': {
    why: 'rights are checked by tests, not here',
    identify: (name) => ({ ref: name, attributes: { Arn: `arn:aws:iam::${account}:role/${name}` } }),
  },
  'AWS::IAM::Policy': { why: 'rights are checked by tests, not here', identify: plain },
  'AWS::KMS::Key': { why: 'local files are not encrypted', identify: byName('kms', 'key/') },
  'AWS::KMS::Alias': { why: 'local files are not encrypted', identify: plain },
  'AWS::Logs::LogGroup': { why: 'lines go to a file', identify: byName('logs', 'log-group:') },
  'AWS::CloudWatch::Alarm': { why: 'nobody is paged by a laptop', identify: byName('cloudwatch', 'alarm:') },
  'AWS::Lambda::Permission': { why: 'rights are checked by tests, not here', identify: plain },
  'AWS::SNS::TopicPolicy': { why: 'rights are checked by tests, not here', identify: plain },
  'AWS::SQS::QueuePolicy': { why: 'rights are checked by tests, not here', identify: plain },
  'AWS::S3::BucketPolicy': { why: 'rights are checked by tests, not here', identify: plain },
  'AWS::SES::ReceiptRuleSet': { why: 'its rules are what works', identify: plain },
  'AWS::SES::EmailIdentity': { why: 'mail stays on this machine, every sender is accepted', identify: plain },
  'AWS::SMSVOICE::OptOutList': { why: 'Heard keeps opt-outs itself', identify: plain },
  'AWS::Cognito::UserPoolGroup': { why: 'roles come from the staff directory', identify: plain },
  'AWS::CDK::Metadata': { why: 'says nothing about the app', identify: plain },
};
