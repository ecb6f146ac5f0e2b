import { decodeJson } from './json.ts';

function messageOf(text: unknown): unknown {
  if (typeof text !== 'string') return undefined;
  try {
    return decodeJson(text);
  } catch {
    return text;
  }
}

/** An SNS envelope: `sns` is the envelope without its message, `message` the message itself, read where it is JSON. */
export function decodeSns(text: string): unknown {
  const { Message: message, ...sns } = decodeJson(text) as Record<string, unknown>;
  return { sns, message: messageOf(message) };
}
