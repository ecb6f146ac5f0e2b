import type { ConsentEvent } from '../../consent/consent-event.ts';
import { channelSystem, evidenceSystem, methodSystem, purposeSystem } from './resources.ts';
import { fhirId, type Resource, subjectOf } from './written.ts';

/** Evidence of a consent for which FHIR has no place of its own (R68). */
function evidenceOf(event: ConsentEvent): readonly object[] {
  const { wording } = event;
  const known = {
    address: event.address,
    seller: event.seller,
    affirmative: event.affirmative ? 'true' : undefined,
    ip: event.ip,
    userAgent: event.userAgent,
    witness: event.witness,
    recordedBy: event.recordedBy,
    confirms: event.confirms,
    shownAt: wording?.source,
    wordingVersion: wording?.version,
    wordingSha256: wording?.sha256,
  };
  const extension = Object.entries(known).flatMap(([url, valueString]) =>
    valueString === undefined ? [] : [{ url, valueString }],
  );
  return extension.length === 0 ? [] : [{ url: evidenceSystem, extension }];
}

/** A consent event as R4's Consent, with its evidence (R68, R70). */
export function consentResource(event: ConsentEvent): Resource {
  const codes = [
    ...(event.channel === 'all' ? [] : [{ system: channelSystem, code: event.channel }]),
    { system: methodSystem, code: event.method },
  ];
  const words = event.wording?.text ?? '';
  const evidence = evidenceOf(event);
  return {
    resourceType: 'Consent',
    id: fhirId(event.id),
    meta: { lastUpdated: event.recordedAt },
    ...(evidence.length > 0 ? { extension: evidence } : {}),
    // Nobody who has the address has agreed: FHIR calls it proposed, and so does whoever reads it here.
    status: event.action === 'pending' ? 'proposed' : 'active',
    scope: {
      coding: [{ system: 'http://terminology.hl7.org/CodeSystem/consentscope', code: 'patient-privacy' }],
    },
    category: [{ coding: [{ system: 'http://loinc.org', code: '59284-0' }] }],
    patient: subjectOf(event.patientId),
    dateTime: event.occurredAt,
    ...(words
      ? { sourceAttachment: { contentType: 'text/plain', language: event.wording?.language, title: words } }
      : {}),
    policyRule: { text: `${event.action} by ${event.actor}, ${event.method}` },
    provision: {
      type: event.action === 'grant' || event.action === 'pending' ? 'permit' : 'deny',
      ...(event.until ? { period: { end: event.until } } : {}),
      ...(event.purpose === 'all' ? {} : { purpose: [{ system: purposeSystem, code: event.purpose }] }),
      code: codes.map((coding) => ({ coding: [coding] })),
    },
  };
}
