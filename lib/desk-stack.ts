import { CfnParameter, Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { Bundles } from './bundles.ts';
import { Audit } from './constructs/audit.ts';
import { Calls } from './constructs/calls.ts';
import { Desk } from './constructs/desk.ts';
import { Escalation } from './constructs/escalation.ts';
import { EventsOut } from './constructs/events-out.ts';
import { Intake } from './constructs/intake.ts';
import { Outreach } from './constructs/outreach.ts';
import { Recall } from './constructs/recall.ts';
import { Reports } from './constructs/reports.ts';
import { Routes } from './constructs/routes.ts';
import { StoppedAlarms } from './constructs/stopped-alarms.ts';
import { Texts } from './constructs/texts.ts';
import { Watch } from './constructs/watch.ts';
import type { DataStack } from './data-stack.ts';
import { acknowledgeForStack } from './nag.ts';
import type { PracticeFolder } from './practice/read-practice.ts';

export interface DeskStackProps {
  readonly practice: PracticeFolder;
  readonly bundles: Bundles;
  readonly held: DataStack;
}

/** What may be replaced at any time: functions, machines, routes, schedules, alarms. */
export class DeskStack extends Stack {
  constructor(scope: Construct, id: string, { practice, bundles, held }: DeskStackProps) {
    super(scope, id, { description: 'Heard: functions, machines, routes and schedules' });
    acknowledgeForStack(this);
    const publicUrl = new CfnParameter(this, 'PublicUrl', {
      type: 'String',
      default: practice.identity.publicUrl,
      description: 'The origin in links to patients and staff, such as https://intake.example.com',
    }).valueAsString;

    const graphUrl = new CfnParameter(this, 'GraphUrl', {
      type: 'String',
      default: 'https://graph.facebook.com',
      description: 'Where messages to Messenger, Instagram and WhatsApp go',
    }).valueAsString;

    const texts = new Texts(this, 'Texts', { key: held.key, practice: practice.identity });
    const escalation = new Escalation(this, 'Escalation', {
      bundles,
      held,
      texts,
      pagers: practice.staff.members.flatMap(({ reach }) =>
        reach.flatMap(({ way, address }) => (way === 'topic' ? [address] : [])),
      ),
      publicUrl,
      graphUrl,
    });
    new Calls(this, 'Calls', {
      bundles,
      held,
      practice: practice.identity,
      escalation: escalation.machine,
      caller: escalation.tell,
    });
    const toolsUrl = new CfnParameter(this, 'ToolsUrl', {
      type: 'String',
      default: 'direct',
      description: 'Where webhooks to other tools go; direct: to each at its own address',
    }).valueAsString;
    const eventsOut = new EventsOut(this, 'EventsOut', { bundles, held, toolsUrl });
    const intake = new Intake(this, 'Intake', {
      bundles,
      held,
      texts,
      escalation: escalation.machine,
      publicUrl,
      graphUrl,
      events: eventsOut.queue,
    });
    const { topic } = new Watch(this, 'Watch', {
      bundles,
      held,
      texts,
      registration: intake.registration,
      escalation: escalation.machine,
      asides: { NotStored: intake.aside, NotTold: eventsOut.aside },
    });
    new Audit(this, 'Audit', { bundles, held });
    new Reports(this, 'Reports', { bundles, held });
    const { sweep } = new Recall(this, 'Recall', { bundles, held, practice });
    new StoppedAlarms(this, 'Stopped', {
      topic,
      machines: { Registration: intake.registration, Escalation: escalation.machine, Sweep: sweep },
    });
    new Outreach(this, 'Outreach', { bundles, held, texts, publicUrl, escalation: escalation.machine });
    const desk = new Desk(this, 'Desk', {
      bundles,
      held,
      texts,
      escalation: escalation.machine,
      registration: intake.registration,
      events: eventsOut.queue,
      publicUrl,
      graphUrl,
    });
    new Routes(this, 'Routes', {
      held,
      receive: intake.receive.lambda,
      desk: desk.desk.lambda,
      pages: desk.pages.lambda,
    });
  }
}
