/**
 * Integers that a double cannot hold stay as their digits: ids of 17 digits and more are numbers in some senders' JSON, and one
 * that is rounded is somebody else's.
 */
function digits(
  this: unknown,
  _key: string,
  value: unknown,
  context?: { readonly source?: string },
): unknown {
  return typeof value === 'number' && Math.abs(value) > Number.MAX_SAFE_INTEGER && context?.source
    ? context.source
    : value;
}

/** Reads JSON (RFC 8259). Throws a SyntaxError on anything else. */
export function decodeJson(text: string): unknown {
  return JSON.parse(text.replace(/^\uFEFF/, ''), digits) as unknown;
}
