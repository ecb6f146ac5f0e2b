import { RemovalPolicy, type SecretValue, type Stack } from 'aws-cdk-lib';
import {
  AttributeType,
  BillingMode,
  type GlobalSecondaryIndexProps,
  Table,
  TableEncryption,
} from 'aws-cdk-lib/aws-dynamodb';
import { ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';

const text = (name: string) => ({ name, type: AttributeType.STRING });
export const index = (indexName: string, pk: string, sk: string): GlobalSecondaryIndexProps => ({
  indexName,
  partitionKey: text(pk),
  sortKey: text(sk),
});

/** Encrypts all that Heard keeps of patients; the services that write into it may use it. */
export function dataKey(stack: Stack): Key {
  const key = new Key(stack, 'DataKey', {
    description: 'Patient data of Heard',
    enableKeyRotation: true,
    removalPolicy: RemovalPolicy.RETAIN,
  });
  const services = [
    `logs.${stack.region}.amazonaws.com`,
    'ses.amazonaws.com',
    'cloudwatch.amazonaws.com',
    'sns.amazonaws.com',
    'sms-voice.amazonaws.com',
  ];
  for (const service of services) key.grantEncryptDecrypt(new ServicePrincipal(service));
  return key;
}

/** A table under the key, with its indexes, that outlives its stack. */
export function keptTable(
  stack: Stack,
  key: Key,
  {
    name,
    indexes,
    sorted = true,
  }: {
    readonly name: string;
    readonly indexes: readonly GlobalSecondaryIndexProps[];
    readonly sorted?: boolean;
  },
): Table {
  const table = new Table(stack, name, {
    partitionKey: text('pk'),
    ...(sorted ? { sortKey: text('sk') } : {}),
    billingMode: BillingMode.PAY_PER_REQUEST,
    encryption: TableEncryption.CUSTOMER_MANAGED,
    encryptionKey: key,
    pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
    deletionProtection: true,
    timeToLiveAttribute: 'expiresAt',
    removalPolicy: RemovalPolicy.RETAIN,
  });
  for (const props of indexes) table.addGlobalSecondaryIndex(props);
  return table;
}

/** A secret under the key: made by AWS, or begun with a value that people replace. */
export function keptSecret(
  stack: Stack,
  key: Key,
  {
    name,
    description,
    value,
  }: { readonly name: string; readonly description: string; readonly value?: SecretValue },
): Secret {
  return new Secret(stack, name, {
    description,
    encryptionKey: key,
    removalPolicy: RemovalPolicy.RETAIN,
    ...(value
      ? { secretStringValue: value }
      : { generateSecretString: { passwordLength: 48, excludePunctuation: true } }),
  });
}
