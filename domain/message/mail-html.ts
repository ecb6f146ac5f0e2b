import { Liquid } from 'liquidjs';

/** A piece of a paragraph: text, a link, or the end of a line. */
interface Piece {
  readonly text: string | null;
  readonly link: string | null;
}
export type Paragraph = readonly Piece[];

const linkPattern = /(https:\/\/[^\s<>"]+[^\s<>".,;:!?)])/;

function lineOf(line: string): Paragraph {
  return line
    .split(linkPattern)
    .map((text, index) => ({ text, link: index % 2 === 1 ? text : null }))
    .filter(({ text }) => text.length > 0);
}

/** Paragraphs of a text: empty lines part them, line ends within one stay. */
export function paragraphsOf(text: string): readonly Paragraph[] {
  return text
    .trim()
    .split(/\n\s*\n/)
    .map((paragraph) =>
      paragraph
        .split('\n')
        .flatMap((line, index) => [...(index > 0 ? [{ text: null, link: null }] : []), ...lineOf(line)]),
    );
}

/** Everything that is filled in is escaped: a name that looks like markup is shown, and does nothing. */
const engine = new Liquid({
  strictVariables: true,
  strictFilters: true,
  ownPropertyOnly: true,
  outputEscape: 'escape',
});

/** Fills the compiled layout of practice/templates/recall-layout.mjml. Throws when it uses a variable that was not given. */
export const renderLayout = (layout: string, values: Readonly<Record<string, unknown>>): string =>
  engine.parseAndRenderSync(layout, values) as string;
