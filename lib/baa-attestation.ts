import { CfnOutput, CfnParameter, CfnRule, Fn } from 'aws-cdk-lib';
import type { Construct } from 'constructs';

const whoAndWhen =
  'Who accepted the Business Associate Addendum of this account in AWS Artifact, and when: Jo Doe 2026-12-01';

/**
 * Nothing is deployed before somebody says that the account has the Business Associate Addendum (R30): a parameter that later deploys keep, and a
 * rule that CloudFormation asks before it makes anything. Who said so, and when, is an output.
 */
export function baaAttestation(scope: Construct): void {
  const attested = new CfnParameter(scope, 'BaaAcceptedBy', {
    type: 'String',
    default: '',
    allowedPattern: '|.*[^ ].* [0-9]{4}-[0-9]{2}-[0-9]{2}',
    constraintDescription: whoAndWhen,
    description: whoAndWhen,
  });
  new CfnRule(scope, 'BaaAccepted', {
    assertions: [
      {
        assert: Fn.conditionNot(Fn.conditionEquals(attested.valueAsString, '')),
        assertDescription: `Give BaaAcceptedBy. ${whoAndWhen}`,
      },
    ],
  });
  new CfnOutput(scope, 'BaaAttestation', { value: attested.valueAsString });
}
