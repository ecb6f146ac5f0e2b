import qs from 'qs';

/** Reads a form body with bracket nesting (`fields[email][value]=...`). Bounded in depth and in number; never throws. */
export function decodeUrlencoded(text: string, charset: string): unknown {
  return qs.parse(text, {
    plainObjects: true,
    depth: 6,
    parameterLimit: 1000,
    arrayLimit: 100,
    strictDepth: false,
    throwOnLimitExceeded: false,
    charset: charset === 'iso-8859-1' || charset === 'windows-1252' ? 'iso-8859-1' : 'utf-8',
  });
}
