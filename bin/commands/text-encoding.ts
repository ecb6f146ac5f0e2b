import { createReadStream } from 'node:fs';

export type TextEncodingName = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252';

/** What the first bytes of a text show: a byte order mark, or letters of two bytes; undefined where they show nothing. */
function shownBy([first, second]: Uint8Array): TextEncodingName | undefined {
  if ((first === 0xff && second === 0xfe) || (first !== 0 && second === 0)) return 'utf-16le';
  if ((first === 0xfe && second === 0xff) || (first === 0 && second !== 0)) return 'utf-16be';
  return undefined;
}

/** How the letters of a text file are written: as Unicode where all of it can be that, else as older programs on Windows write. */
export async function encodingOf(file: string): Promise<TextEncodingName> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let isFirst = true;
  for await (const chunk of createReadStream(file) as AsyncIterable<Uint8Array>) {
    const shown = isFirst ? shownBy(chunk) : undefined;
    if (shown) return shown;
    isFirst = false;
    try {
      decoder.decode(chunk, { stream: true });
    } catch {
      return 'windows-1252';
    }
  }
  try {
    decoder.decode();
  } catch {
    return 'windows-1252';
  }
  return 'utf-8';
}
