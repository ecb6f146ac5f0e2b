import { CfnOutput, CfnParameter } from 'aws-cdk-lib';
import type { Construct } from 'constructs';

/**
 * Nothing is deployed for the first time before somebody says that the account has the Business Associate Addendum (R30): a parameter without
 * a default, which later deploys keep. Who said so, and when, is an output.
 */
export function baaAttestation(scope: Construct): void {
  const attested = new CfnParameter(scope, 'BaaAcceptedBy', {
    type: 'String',
    allowedPattern: '.*[^ ].* [0-9]{4}-[0-9]{2}-[0-9]{2}',
    constraintDescription:
      'who accepted the Business Associate Addendum in AWS Artifact, and when: Jo Doe 2026-12-01',
    description:
      'Who accepted the Business Associate Addendum of this account in AWS Artifact, and when: Jo Doe 2026-12-01',
  });
  new CfnOutput(scope, 'BaaAttestation', { value: attested.valueAsString });
}
