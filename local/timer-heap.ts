interface Entry {
  readonly time: number;
  readonly order: number;
  fire: (() => void) | undefined;
}

/** Timers in the order they are due; those of one instant fire in the order they were set. */
export interface TimerHeap {
  add(time: number, fire: () => void): () => void;
  /** When the next one is due. */
  next(): number | undefined;
  /** Removes and returns the first that is due at `now`. */
  takeDue(now: number): (() => void) | undefined;
  clear(): void;
}

const before = (a: Entry, b: Entry): boolean => a.time < b.time || (a.time === b.time && a.order < b.order);

function siftUp(heap: Entry[], start: number): void {
  let at = start;
  while (at > 0) {
    const parent = (at - 1) >> 1;
    const [child, above] = [heap[at] as Entry, heap[parent] as Entry];
    if (!before(child, above)) return;
    heap[at] = above;
    heap[parent] = child;
    at = parent;
  }
}

function smallerChild(heap: Entry[], at: number): number {
  const left = 2 * at + 1;
  const right = left + 1;
  const [a, b] = [heap[left], heap[right]];
  return a && b && before(b, a) ? right : left;
}

function siftDown(heap: Entry[]): void {
  let at = 0;
  for (let child = smallerChild(heap, at); child < heap.length; child = smallerChild(heap, at)) {
    const [above, below] = [heap[at] as Entry, heap[child] as Entry];
    if (!before(below, above)) return;
    heap[at] = below;
    heap[child] = above;
    at = child;
  }
}

function pop(heap: Entry[]): void {
  const last = heap.pop();
  if (!last || heap.length === 0) return;
  heap[0] = last;
  siftDown(heap);
}

export function createTimerHeap(): TimerHeap {
  const heap: Entry[] = [];
  let order = 0;
  const dropCancelled = (): void => {
    while (heap[0] && !heap[0].fire) pop(heap);
  };
  return {
    add: (time, fire) => {
      const entry: Entry = { time, order, fire };
      order += 1;
      heap.push(entry);
      siftUp(heap, heap.length - 1);
      return () => {
        entry.fire = undefined;
      };
    },
    next: () => {
      dropCancelled();
      return heap[0]?.time;
    },
    takeDue: (now) => {
      dropCancelled();
      const [first] = heap;
      if (!first || first.time > now) return undefined;
      pop(heap);
      const { fire } = first;
      first.fire = undefined;
      return fire;
    },
    clear: () => {
      heap.length = 0;
    },
  };
}
