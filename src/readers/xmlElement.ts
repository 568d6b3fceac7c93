import { cleaned, plainText } from '../normalise/markup.ts';

/** A start tag. Names are without namespace prefix. */
export interface XmlTag {
  readonly name: string;
  /** By name as written. Without prototype. */
  readonly attributes: Readonly<Record<string, string>>;
}

export interface XmlElement extends XmlTag {
  /** Text and elements in their order; references are resolved. */
  readonly content: readonly (XmlElement | string)[];
}

export function childrenOf(element: XmlElement, name: string): readonly XmlElement[] {
  return element.content.filter((node): node is XmlElement => typeof node !== 'string' && node.name === name);
}

/** The first child of that name. */
export function childOf(element: XmlElement, name: string): XmlElement | undefined {
  for (const node of element.content) if (typeof node !== 'string' && node.name === name) return node;
  return undefined;
}

/** The text within, whatever elements it is parted into. */
function textOf(element: XmlElement | undefined): string {
  if (element === undefined) return '';
  const [only, ...others] = element.content;
  if (others.length === 0)
    return only === undefined || typeof only === 'string' ? (only ?? '') : textOf(only);
  return element.content.map((node) => (typeof node === 'string' ? node : textOf(node))).join('');
}

/**
 * What is within as markup for `plainText`: elements as tags without attributes, text as it is, for sources escape
 * markup (`&lt;i&gt;`) about as often as they write it. `url` is no element of HTML: its text stands for itself.
 */
function markupOf(element: XmlElement): string {
  return element.content
    .map((node) => {
      if (typeof node === 'string') return node;
      return node.name === 'url' ? markupOf(node) : `<${node.name}>${markupOf(node)}</${node.name}>`;
    })
    .join('');
}

/** What is within, for people to read: markup resolved, one line; undefined where nothing is left. */
export function plainTextOf(element: XmlElement | undefined): string | undefined {
  if (element === undefined) return undefined;
  const [only, ...others] = element.content;
  if (others.length === 0 && typeof only === 'string') return plain(only);
  return plainText(markupOf(element)) || undefined;
}

/**
 * The text within, or an attribute, as it stands but for control characters and white space around it; undefined where
 * empty.
 */
export function stringOf(stated: XmlElement | string | undefined): string | undefined {
  const text = typeof stated === 'string' ? stated : textOf(stated);
  return unmarked.test(text) ? text : cleaned(text) || undefined;
}

/** One line of ASCII and Latin letters in which nothing could be markup or has to be cleaned. */
const unmarked = /^[!-%'-;=-~À-ɏ]+(?: [!-%'-;=-~À-ɏ]+)*$/;

function plain(text: string): string | undefined {
  return unmarked.test(text) ? text : plainText(text) || undefined;
}
