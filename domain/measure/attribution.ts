import type { AppointmentFact, EligibleEvent, Facts, TouchedItem, TouchFact } from './facts.ts';

/** Hours after a touch within which a booking is attributed to it: the rule of vendors, so that figures can be compared. */
export const attributedHours = 7 * 24;

/** A booking, and the last touch before it of an episode that was still open. */
export interface Credit {
  readonly booking: AppointmentFact;
  readonly touch: TouchFact;
  readonly item: TouchedItem;
  /** Booked within 7 days (168 hours, inclusive) of the touch, or perhaps so where only the day is known. Otherwise it only was influenced. */
  readonly attributed: boolean;
}

type Episodes = Pick<EligibleEvent, 'patientId' | 'item' | 'episode' | 'on' | 'endedOn'>;

const keyOf = ({ patientId, item, episode }: Omit<Episodes, 'on'>): string =>
  JSON.stringify([patientId, item, episode]);

/** The local date on which each episode was over: a person ended it, or the next one of the same item began. */
function endsOf(events: readonly Episodes[]): ReadonlyMap<string, string> {
  const ends = new Map<string, string>();
  for (const same of Map.groupBy(events, ({ patientId, item }) =>
    JSON.stringify([patientId, item]),
  ).values()) {
    const inOrder = same.toSorted((a, b) => (a.on < b.on ? -1 : 1));
    for (const [at, event] of inOrder.entries()) {
      const next = inOrder.slice(at + 1).find(({ episode }) => episode !== event.episode)?.on;
      const end = [event.endedOn, next].filter((day) => day !== undefined).toSorted()[0];
      if (end !== undefined) ends.set(keyOf(event), end);
    }
  }
  return ends;
}

/** Whether a booking still stands: it ends the episode. */
const stands = ({ status }: AppointmentFact): boolean => status === 'booked' || status === 'fulfilled';

function creditOf(
  booking: AppointmentFact & { readonly bookedAt: string },
  touches: readonly TouchFact[],
  isOpen: (touch: TouchFact, item: TouchedItem) => boolean,
): Credit | undefined {
  for (const touch of touches) {
    const open =
      touch.at <= (booking.bookedUntil ?? booking.bookedAt)
        ? touch.items.filter((item) => isOpen(touch, item))
        : [];
    const about = open.find(({ treatment }) => treatment !== undefined && treatment === booking.treatment);
    const item = about ?? open[0];
    if (item === undefined) continue;
    const hours = (Date.parse(booking.bookedAt) - Date.parse(touch.at)) / 3_600_000;
    return { booking, touch, item, attributed: hours <= attributedHours };
  }
  return undefined;
}

/** A booking of which nobody knows when it was made, and the last touch before its visit. */
export interface Undated {
  readonly booking: AppointmentFact;
  readonly touch: TouchFact;
}

/**
 * The bookings that may follow a touch and are credited to none, because it is not known when they were made: those whose visit is on the day of a touch
 * or after it. So many more may have been attributed or influenced.
 */
export function undatedAfterTouch({
  touches,
  appointments,
}: Pick<Facts, 'appointments' | 'touches'>): readonly Undated[] {
  const ofPatient = Map.groupBy(touches, ({ patientId }) => patientId);
  return appointments
    .filter(({ bookedAt }) => bookedAt === undefined)
    .flatMap((booking) => {
      const touch = (ofPatient.get(booking.patientId) ?? [])
        .filter(({ on }) => on <= booking.on)
        .reduce<TouchFact | undefined>((last, one) => (last && last.at >= one.at ? last : one), undefined);
      return touch ? [{ booking, touch }] : [];
    });
}

/**
 * The bookings that follow a touch. Each is credited to at most one touch, the last before it whose episode was still open, and to that item of it which
 * is about the same treatment, otherwise to the item that made it leave. The first booking that stands ends the episode of its item; a cancelled or missed
 * one does not. Bookings of which it is not known when they were made are left out. Instants must all be written alike (ISO, UTC).
 */
export function credits({
  events,
  touches,
  appointments,
}: Pick<Facts, 'appointments' | 'touches'> & { readonly events: readonly Episodes[] }): readonly Credit[] {
  const ends = endsOf(events);
  const booked = new Set<string>();
  const newestFirst = Map.groupBy(
    touches.toSorted((a, b) => (a.at > b.at ? -1 : 1)),
    ({ patientId }) => patientId,
  );
  const dated = appointments
    .flatMap((one) => (one.bookedAt === undefined ? [] : [{ ...one, bookedAt: one.bookedAt }]))
    .toSorted((a, b) => (a.bookedAt < b.bookedAt ? -1 : 1));
  return dated.flatMap((booking) => {
    const isOpen = ({ patientId }: TouchFact, item: TouchedItem): boolean => {
      const key = keyOf({ patientId, ...item });
      const end = ends.get(key);
      return !booked.has(key) && (end === undefined || booking.bookedAt.slice(0, 10) < end);
    };
    const credit = creditOf(booking, newestFirst.get(booking.patientId) ?? [], isOpen);
    if (credit === undefined) return [];
    if (stands(booking)) booked.add(keyOf({ patientId: booking.patientId, ...credit.item }));
    return [credit];
  });
}
