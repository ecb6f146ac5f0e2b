import { Duration } from 'aws-cdk-lib';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import type { StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import type { Bundles } from '../bundles.ts';
import type { DataStack } from '../data-stack.ts';
import { DeskFunction } from './desk-function.ts';
import type { Texts } from './texts.ts';

export interface DeskProps {
  readonly bundles: Bundles;
  readonly held: DataStack;
  readonly texts: Texts;
  readonly escalation: StateMachine;
  readonly registration: StateMachine;
  readonly events: Queue;
  readonly publicUrl: string;
  readonly graphUrl: string;
}

/** What staff and patients reach by HTTP: the API behind a sign-in, and the pages behind signed links. */
export class Desk extends Construct {
  readonly desk: DeskFunction<'desk/desk'>;
  readonly pages: DeskFunction<'patient/pages'>;

  constructor(scope: Construct, id: string, props: DeskProps) {
    super(scope, id);
    this.desk = this.deskFunction(props);
    this.pages = this.pagesFunction(props);
  }

  private deskFunction({
    bundles,
    held,
    texts,
    escalation,
    events,
    publicUrl,
    graphUrl,
  }: DeskProps): DeskFunction<'desk/desk'> {
    const desk = new DeskFunction(this, 'Desk', {
      name: 'desk/desk',
      bundles,
      key: held.key,
      timeout: Duration.seconds(29),
      memorySize: 1024,
      environment: {
        DELIVERY_TABLE: held.deliveries.tableName,
        INQUIRY_TABLE: held.inquiries.tableName,
        PRACTICE_TABLE: held.practiceTable.tableName,
        PATIENT_TABLE: held.patients.tableName,
        OUTREACH_TABLE: held.outreach.tableName,
        ADDRESS_KEY: held.addressKey.secretArn,
        CARE_CONFIGURATION_SET: held.care.configurationSetName,
        TEXT_CONFIGURATION_SET: texts.configurationSet,
        ESCALATION_MACHINE: escalation.stateMachineArn,
        SOURCE_SECRETS: held.sourceSecrets.secretArn,
        GRAPH_URL: graphUrl,
        LINK_KEY: held.linkKey.secretArn,
        MAIL_BUCKET: held.mailBucket.bucketName,
        EVENT_QUEUE: events.queueUrl,
        AUDIT_BUCKET: held.auditBucket.bucketName,
        PUBLIC_URL: publicUrl,
      },
    });
    const readWrite = ['GetItem', 'PutItem', 'UpdateItem', 'Query'] as const;
    const erase = [...readWrite, 'DeleteItem'] as const;
    // Only to empty what an erased person sent.
    desk.onTable(held.deliveries, ['GetItem', 'UpdateItem', 'DeleteItem']);
    desk.onTable(held.inquiries, erase, ['open-by-deadline', 'by-received']);
    // Merging and erasing take away what leads to a record, and what it held.
    desk.onTable(held.patients, ['GetItem', 'PutItem', 'DeleteItem', 'Query'], ['due', 'by-name']);
    desk.onTable(held.outreach, erase, ['open-tasks', 'sweeps', 'to-send']);
    desk.onTable(held.practiceTable, readWrite);
    desk.allow(['secretsmanager:GetSecretValue'], [held.addressKey.secretArn, held.linkKey.secretArn]);
    desk.allow(['secretsmanager:GetSecretValue'], [held.sourceSecrets.secretArn]);
    desk.allow(['secretsmanager:PutSecretValue'], [held.sourceSecrets.secretArn]);
    // Only files of messages, and only by links that it signs.
    desk.onMail(held, 's3:GetObject', 'attachments/*');
    // What it prints, and hands out by such links.
    desk.onMail(held, 's3:GetObject', 'letters/*');
    desk.onMail(held, 's3:PutObject', 'letters/*');
    // Of whoever is erased.
    for (const prefix of ['attachments/*', 'in/*', 'letters/*'] as const)
      desk.onMail(held, 's3:DeleteObject', prefix);
    // Only to say whether the trail is as it was written.
    desk.onTrail(held, ['s3:GetObject']);
    desk.allow(['sqs:SendMessage'], [events.queueArn]);
    held.allowCareMail(desk);
    texts.allow(desk, ['care']);
    desk.allow(['states:StartExecution', 'states:SendTaskFailure'], [escalation.stateMachineArn]);
    return desk;
  }

  private pagesFunction({
    bundles,
    held,
    texts,
    escalation,
    registration,
    events,
    publicUrl,
    graphUrl,
  }: DeskProps): DeskFunction<'patient/pages'> {
    const pages = new DeskFunction(this, 'Pages', {
      name: 'patient/pages',
      bundles,
      key: held.key,
      environment: {
        ADDRESS_KEY: held.addressKey.secretArn,
        EVENT_QUEUE: events.queueUrl,
        DELIVERY_TABLE: held.deliveries.tableName,
        REGISTRATION_MACHINE: registration.stateMachineArn,
        PUBLIC_URL: publicUrl,
        INQUIRY_TABLE: held.inquiries.tableName,
        PRACTICE_TABLE: held.practiceTable.tableName,
        PATIENT_TABLE: held.patients.tableName,
        OUTREACH_TABLE: held.outreach.tableName,
        LINK_KEY: held.linkKey.secretArn,
        CARE_CONFIGURATION_SET: held.care.configurationSetName,
        TEXT_CONFIGURATION_SET: texts.configurationSet,
        ESCALATION_MACHINE: escalation.stateMachineArn,
        SOURCE_SECRETS: held.sourceSecrets.secretArn,
        GRAPH_URL: graphUrl,
      },
    });
    pages.onTable(held.deliveries, ['PutItem', 'GetItem', 'UpdateItem']);
    pages.allow(['sqs:SendMessage'], [events.queueArn]);
    pages.allow(['states:StartExecution'], [registration.stateMachineArn]);
    pages.onTable(held.inquiries, ['GetItem', 'PutItem', 'UpdateItem', 'Query']);
    pages.onTable(held.patients, ['GetItem', 'PutItem', 'Query']);
    // A task for staff, where a patient states other contact details; whether an address that agrees was erased; and how many tasks wait,
    // on the page of an alert.
    pages.onTable(held.outreach, ['PutItem', 'GetItem', 'Query'], ['open-tasks']);
    pages.onTable(held.practiceTable, ['GetItem', 'PutItem']);
    const secrets = [held.linkKey, held.sourceSecrets, held.addressKey].map(({ secretArn }) => secretArn);
    pages.allow(['secretsmanager:GetSecretValue'], secrets);
    held.allowCareMail(pages);
    texts.allow(pages, ['care']);
    pages.allow(['states:SendTaskFailure', 'states:StartExecution'], [escalation.stateMachineArn]);
    return pages;
  }
}
