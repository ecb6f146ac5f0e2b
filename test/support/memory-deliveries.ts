import { type Delivery, nextRun } from '../../domain/inquiry/delivery.ts';
import type { WatchPorts } from '../../domain/inquiry/watch.ts';

export interface MemoryDeliveriesOptions {
  /** Called before and after each call; may wait or throw. */
  readonly gate: (operation: string) => Promise<void>;
  /** ISO instant. */
  readonly now: () => string;
  /** Runs beside whoever started it. */
  readonly beside: (work: Promise<void>) => void;
}

/** How often a run of the registration tries, as the machine "Register a delivery" does. */
const attempts = 5;

/** Stored deliveries and the machine that registers them: a run that has failed is over, and its name stays taken. */
export function memoryDeliveries({ gate, now, beside }: MemoryDeliveriesOptions) {
  interface Kept {
    delivery: Pick<Delivery, 'receivedAt' | 'registeredAt' | 'registrationRun' | 'registrationAt'>;
    readonly work: () => Promise<unknown>;
  }
  const kept = new Map<string, Kept>();
  const names = new Set<string>();
  const unregistered = (): readonly string[] =>
    [...kept].flatMap(([id, { delivery }]) => (delivery.registeredAt === undefined ? [id] : []));

  async function run({ work, ...entry }: Kept, id: string): Promise<void> {
    for (let attempt = 0; attempt < attempts; attempt += 1)
      try {
        await gate('registering');
        await work();
        entry.delivery = { ...(kept.get(id)?.delivery ?? entry.delivery), registeredAt: now() };
        kept.set(id, { ...entry, work });
        return;
      } catch {}
  }

  const registrations: WatchPorts['registrations'] = {
    start: async (id, number = 1) => {
      await gate('startRegistration');
      const name = `${id}-${number}`;
      const entry = kept.get(id);
      if (!entry || names.has(name)) return;
      names.add(name);
      beside(run(entry, id));
      await gate('startRegistration:done');
    },
  };

  const deliveries: WatchPorts['deliveries'] = {
    unregistered: async (before) =>
      [...kept].flatMap(([id, { delivery }]) =>
        delivery.registeredAt === undefined && delivery.receivedAt < before
          ? [{ id, receivedAt: delivery.receivedAt }]
          : [],
      ),
    takeOver: async (id, at) => {
      await gate('takeOverDelivery');
      const entry = kept.get(id);
      const next = entry && nextRun(entry.delivery as Delivery, at);
      if (!entry || next === undefined) return undefined;
      kept.set(id, {
        ...entry,
        delivery: { ...entry.delivery, registrationRun: next, registrationAt: at },
      });
      await gate('takeOverDelivery:done');
      return next;
    },
  };

  return {
    deliveries,
    registrations,
    unregistered,
    /** How many runs were begun. */
    runs: () => names.size,
    /** What a sender sends is stored, whatever becomes of it then. */
    deliver: async (id: string, work: () => Promise<unknown>): Promise<void> => {
      if (!kept.has(id)) kept.set(id, { delivery: { receivedAt: now() }, work });
      if (kept.get(id)?.delivery.registeredAt === undefined) await registrations.start(id);
    },
  };
}
