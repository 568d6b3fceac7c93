import type { AuthorMention } from '../record.ts';
import { given } from './given.ts';
import { type JsonObject, objectOf, objectsOf, textOf } from './jsonField.ts';

/** What a full text's annotations mark as its head. */
export interface TextHead {
  readonly title?: string;
  readonly abstract?: string;
  readonly authors: readonly AuthorMention[];
}

interface Span {
  readonly start: number;
  readonly end: number;
}

/**
 * Title, abstract and authors of an entry of Semantic Scholar's dataset `s2orc`, which has no fields for them: there they
 * are spans of `content.text`, listed in `content.annotations` as JSON within a string, counted in code points, end
 * exclusive.
 */
export function textHead(content: JsonObject | undefined): TextHead {
  const annotations = objectOf(content?.['annotations']);
  const text = content?.['text'];
  if (annotations === undefined || typeof text !== 'string') return { authors: [] };
  const slice = slicer(text);
  const spansOf = (name: string) => spans(annotations[name]);
  const joined = (name: string) => textOf(spansOf(name).map(slice).join(' '));
  const families = within(spansOf('authorlastname'));
  const givenNames = within(spansOf('authorfirstname'));
  const authors = spansOf('author').flatMap((author): readonly AuthorMention[] => {
    const family = textOf(families(author).map(slice).join(' '));
    const givenName = textOf(givenNames(author).map(slice).join(' '));
    if (family !== undefined) return [{ name: given({ family, given: givenName }) }];
    const literal = textOf(slice(author));
    return literal === undefined ? [] : [{ name: { literal } }];
  });
  return { ...given({ title: joined('title'), abstract: joined('abstract') }), authors };
}

/** In the text's order, none overlapping another: so that together they are never longer than the text. */
function spans(annotation: unknown): readonly Span[] {
  let taken = 0;
  return objectsOf(parsed(annotation))
    .flatMap(({ start, end }) => {
      const [from, to] = [Number(start ?? Number.NaN), Number(end ?? Number.NaN)];
      return Number.isSafeInteger(from) && Number.isSafeInteger(to) && from >= 0 && from < to
        ? [{ start: from, end: to }]
        : [];
    })
    .sort((a, b) => a.start - b.start || a.end - b.end)
    .filter(({ start, end }) => {
      const isFree = start >= taken;
      if (isFree) taken = end;
      return isFree;
    });
}

function parsed(annotation: unknown): unknown {
  if (typeof annotation !== 'string') return annotation;
  try {
    return JSON.parse(annotation);
  } catch {
    return undefined;
  }
}

/** Counts in code points, which only differ from a string's own units where there are surrogates. */
function slicer(text: string): (span: Span) => string {
  if (!/[\uD800-\uDBFF]/.test(text)) return ({ start, end }) => text.slice(start, end);
  const characters = [...text];
  return ({ start, end }) => characters.slice(start, end).join('');
}

/** Of sorted spans, those within another one; to be asked for with ever later ones. */
function within(inner: readonly Span[]): (outer: Span) => readonly Span[] {
  let next = 0;
  return ({ start, end }) => {
    const found: Span[] = [];
    for (let span = inner[next]; span !== undefined && span.end <= end; span = inner[++next]) {
      if (span.start >= start) found.push(span);
    }
    return found;
  };
}
