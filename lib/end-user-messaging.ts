import { CfnOutput, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { CfnOptOutList } from 'aws-cdk-lib/aws-smsvoice';
import type { Topic } from 'aws-cdk-lib/aws-sns';

/** Lets End User Messaging publish to a topic, for this account only. */
export function letTextsPublish(topic: Topic): void {
  topic.addToResourcePolicy(
    new PolicyStatement({
      principals: [new ServicePrincipal('sms-voice.amazonaws.com')],
      actions: ['sns:Publish'],
      resources: [topic.topicArn],
      conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(topic).account } },
    }),
  );
}

/** Heard keeps opt-outs itself: these stay empty, so that no number uses the account's default list, which others may fill (R12). */
export function optOutLists(stack: Stack): void {
  for (const id of ['OptOuts', 'SafetyOptOuts']) {
    const list = new CfnOptOutList(stack, id);
    list.applyRemovalPolicy(RemovalPolicy.RETAIN);
    new CfnOutput(stack, `${id}Name`, { value: list.ref });
  }
}
