import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb';

const table = DynamoDBDocumentClient.from(new DynamoDBClient({}));
const machines = new SFNClient({});

/** The least that an intake could do: one PutItem, one StartExecution. The baseline of the benchmarks. */
export const handler = async (event: { body: string; requestContext: { requestId: string } }) => {
  const id = event.requestContext.requestId;
  await table.send(
    new PutCommand({ TableName: process.env.DELIVERY_TABLE, Item: { pk: id, body: event.body } }),
  );
  await machines.send(
    new StartExecutionCommand({
      stateMachineArn: process.env.REGISTRATION_MACHINE,
      name: `bare-${id}`,
      input: JSON.stringify({ deliveryId: id }),
    }),
  );
  return { statusCode: 200, body: '{"received":true}' };
};
