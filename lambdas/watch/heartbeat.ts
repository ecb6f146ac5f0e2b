import type { Deliveries, Registrations } from '../../domain/inquiry/delivery.ts';
import { heartbeatSource } from '../../domain/inquiry/heartbeat.ts';

/**
 * Once an hour a synthetic red flag goes the way of a patient's message, as far as the level that the rules give it (R63): stored, registered, assessed. The
 * registration counts it; an alarm rings when none was recognised for two hours.
 */
export async function beatHeart(
  ports: { readonly deliveries: Pick<Deliveries, 'store'>; readonly registrations: Registrations },
  now: string,
): Promise<void> {
  const hour = now.slice(0, 13);
  const id = `heartbeat-${hour}`;
  const { registered } = await ports.deliveries.store({
    id,
    schema: 1,
    source: heartbeatSource,
    receivedAt: now,
    contentType: 'text/plain',
    headers: {},
    encoding: 'utf8',
    body:
      Number(hour.slice(-2)) % 2 === 0
        ? 'My throat is closing and I cannot breathe'
        : 'Se me cierra la garganta y no puedo respirar',
  });
  if (!registered) await ports.registrations.start(id);
}
