import type { Deliveries, Registrations } from '../../domain/inquiry/delivery.ts';
import { heartbeatSource } from '../../domain/inquiry/heartbeat.ts';

/**
 * A synthetic red flag goes the way of a patient's message, as far as the people for whom it would ring (R63): stored, registered, assessed, planned. The
 * registration counts it; an alarm rings in an hour without one. `span` names the span of time that it is for, in letters, digits and dashes.
 */
export async function beatHeart(
  ports: { readonly deliveries: Pick<Deliveries, 'store'>; readonly registrations: Registrations },
  span: string,
  now: string,
): Promise<void> {
  const id = `heartbeat-${span}`;
  const { registered } = await ports.deliveries.store({
    id,
    schema: 1,
    source: heartbeatSource,
    receivedAt: now,
    contentType: 'text/plain',
    headers: {},
    encoding: 'utf8',
    body: span.endsWith('00')
      ? 'My throat is closing and I cannot breathe'
      : 'Se me cierra la garganta y no puedo respirar',
  });
  if (!registered) await ports.registrations.start(id);
}
