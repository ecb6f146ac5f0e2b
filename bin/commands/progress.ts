import { createReadStream, statSync } from 'node:fs';

const width = 24;

const minutes = (seconds: number): string =>
  seconds < 90 ? `${Math.ceil(seconds)} s` : `${Math.ceil(seconds / 60)} min`;

/** One line that says how far a piece of work is, how fast it goes and how long it still takes; `share` is 0 to 1. */
export function progressLine(share: number, done: number, seconds: number): string {
  const full = Math.round(Math.min(1, share) * width);
  const bar = '█'.repeat(full) + '░'.repeat(width - full);
  const speed = seconds > 0 ? Math.round(done / seconds) : 0;
  const left = share > 0.01 ? `, ${minutes((seconds / share) * (1 - share))} left` : '';
  const percent = String(Math.floor(Math.min(1, share) * 100)).padStart(3);
  return `${bar} ${percent} %  ${done.toLocaleString('en-US')} rows, ${speed.toLocaleString('en-US')}/s${share < 1 ? left : ''}`;
}

/** A file as a stream that knows how much of it has been read. */
export function measured(file: string) {
  const stream = createReadStream(file);
  const size = Math.max(1, statSync(file).size);
  return { stream, share: (): number => stream.bytesRead / size };
}

/** Draws on a terminal, and nowhere else: a log file is no place for a bar. */
export function progressBar(now: () => number = Date.now) {
  const began = now();
  const { isTTY } = process.stderr;
  return {
    draw: (share: number, done: number): void => {
      if (isTTY) process.stderr.write(`\r\x1b[2K${progressLine(share, done, (now() - began) / 1000)}`);
    },
    /** Makes room for a line of text above the bar. */
    clear: (): void => {
      if (isTTY) process.stderr.write('\r\x1b[2K');
    },
  };
}
