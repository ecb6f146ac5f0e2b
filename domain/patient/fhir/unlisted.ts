import type { TreatmentType } from '../../recall/recall-rules.ts';
import { servicesOf } from '../services.ts';
import { typeOf } from './read-visits.ts';
import { Concept } from './resources.ts';

/** What was done, or is booked: of nothing else does it matter that the catalogue does not know it. */
const counting: Readonly<Record<string, readonly string[]>> = {
  Procedure: ['completed'],
  Appointment: ['booked', 'arrived', 'checked-in', 'fulfilled'],
};

interface Resource {
  readonly resourceType?: unknown;
  readonly status?: unknown;
  readonly code?: unknown;
  readonly serviceType?: unknown;
}

function conceptsIn(given: unknown): readonly Concept[] {
  const { resourceType, status, code, serviceType } = (given ?? {}) as Resource;
  if (!counting[String(resourceType)]?.includes(String(status))) return [];
  const all = resourceType === 'Procedure' ? [code] : Array.isArray(serviceType) ? serviceType : [];
  return all.flatMap((one) => {
    const read = Concept.safeParse(one);
    return read.success ? [read.data] : [];
  });
}

/**
 * The services of a resource of a bundle that the catalogue knows neither by a code nor by a name, in the words of the resource; none for what has
 * no words, or is neither an appointment nor a procedure.
 */
export const unlistedServices = (resource: unknown, types: readonly TreatmentType[]): readonly string[] =>
  conceptsIn(resource).flatMap((concept) => {
    const words = concept.text ?? concept.coding?.find(({ display }) => display)?.display;
    return words === undefined || typeOf([concept], types) !== undefined
      ? []
      : servicesOf(words, types).unknown;
  });
