import type { ConsentEvent } from './consent-event.ts';
import { grantInForce, isWritten } from './standing.ts';
import type { Said } from './taken-back.ts';

/** STOP and its relatives, as far as they came by text from this number: the only thing that START undoes. */
const isStop = ({ action, channel, address, wording }: ConsentEvent, phone: string): boolean =>
  (action === 'revoke' || action === 'deny') &&
  channel === 'text' &&
  address === phone &&
  wording?.source?.startsWith('text: ') === true;

/** The same grant again, no stronger and for no longer than it was. */
function again(grant: ConsentEvent, patientId: string, said: Said, now: string): ConsentEvent {
  const { purpose, only, address, seller, until, wording } = grant;
  return {
    id: `${said.messageId}#start#${purpose}${seller === undefined ? '' : `#${seller}`}`,
    patientId,
    channel: 'text',
    purpose,
    action: 'grant',
    occurredAt: said.at,
    recordedAt: now,
    method: 'keyword',
    actor: 'patient',
    // A keyword makes no written consent of one that was none (R1).
    ...(isWritten(grant) ? { affirmative: true } : {}),
    ...(address ? { address } : {}),
    ...(seller ? { seller } : {}),
    ...(until ? { until } : {}),
    ...(only ? { only } : {}),
    ...(wording ? { wording: { ...wording, source: `text: ${said.text.slice(0, 40)}` } } : {}),
  };
}

/**
 * What START gives back: the programmes of texts, each with its brand, that would be in force for this number had nobody written STOP from it
 * (R7, R9). What was taken back by other means (the page, a mail, "take me off everything", staff, the number's new owner) stays taken back, and
 * where nothing was stopped nothing is given. Instants are ISO.
 */
export function givenBack(
  events: readonly ConsentEvent[],
  patientId: string,
  phone: string,
  said: Said,
  now: string,
): readonly ConsentEvent[] {
  const unstopped = events.filter((event) => !isStop(event, phone));
  const sellers = new Set(events.filter(({ action }) => action === 'grant').map(({ seller }) => seller));
  return (['care', 'marketing'] as const).flatMap((purpose) =>
    [...sellers].flatMap((seller) => {
      const scope = { channel: 'text', purpose, address: phone, now: said.at } as const;
      const own = (all: readonly ConsentEvent[]) =>
        all.filter((event) => event.action !== 'grant' || event.seller === seller);
      const grant = grantInForce(own(unstopped), scope);
      return grant && !grantInForce(own(events), scope) ? [again(grant, patientId, said, now)] : [];
    }),
  );
}
