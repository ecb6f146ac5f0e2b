import { Liquid } from 'liquidjs';

/** A message as the practice words it: Liquid text, by language. The subject is absent for texts. */
export interface MessageTemplate {
  readonly subject?: string | undefined;
  readonly text: string;
}

// Strict, so that a misspelt variable fails where it is rendered instead of leaving a gap in a patient's message.
const engine = new Liquid({ strictVariables: true, strictFilters: true, ownPropertyOnly: true });

/** A sentence that ends with "9:58 a.m." has ended: a second full stop is one too many. */
export const endedOnce = (text: string): string => text.replaceAll(/(\b[ap]\.\s?m\.)\./g, '$1');

/** Fills a template. Throws when it uses a variable that was not given. */
export function renderMessage(
  template: MessageTemplate,
  variables: Readonly<Record<string, unknown>>,
): { subject: string; text: string } {
  const fill = (source: string): string => endedOnce(engine.parseAndRenderSync(source, variables) as string);
  return { subject: template.subject ? fill(template.subject) : '', text: fill(template.text) };
}
