import { wrappers } from './jsonItems.ts';

/** What the beginning of a JSON source shows of its first item, which may be cut off anywhere. */
export interface JsonHead {
  /** The first item's own fields, as far as they are there. */
  readonly fields: ReadonlyMap<string, HeadValue>;
  /** The fields of the answer that wraps the items; empty where nothing wraps them. */
  readonly wrapper: ReadonlyMap<string, HeadValue>;
}

export type HeadValue =
  | { readonly kind: 'string'; readonly text: string }
  | { readonly kind: 'array' | 'object' | 'other' };

/** A field's text, where it is a string that is whole. */
export function headText(fields: ReadonlyMap<string, HeadValue>, name: string): string | undefined {
  const value = fields.get(name);
  return value?.kind === 'string' ? value.text : undefined;
}

/**
 * Looks for the first item of a JSON source in the ways of packing that `jsonItems` knows.
 * @returns undefined where `head` does not begin as JSON
 */
export function jsonHead(head: string): JsonHead | undefined {
  if (!/^\s*[[{]/.test(head)) return undefined;
  const outer = new Map<string, HeadValue>();
  const message = new Map<string, HeadValue>();
  const item = new Map<string, HeadValue>();
  /** The open brackets, and for each the last key or string in it. */
  const open: { readonly isArray: boolean; key: string }[] = [];

  /** The fields that are being read: those of the answer, of its message, of an item, or of neither. */
  const current = () => {
    const [root, second, third] = open;
    if (root === undefined || open.at(-1)?.isArray === true) return undefined;
    if (open.length === 1) return outer;
    if (root.isArray) return open.length === 2 ? item : undefined;
    if (second?.isArray === true) return open.length === 3 && wrappers.has(root.key) ? item : undefined;
    if (root.key !== 'message') return undefined;
    if (open.length === 2) return message;
    return open.length === 4 && third?.isArray === true && second?.key === 'items' ? item : undefined;
  };
  let itemDepth = 1;
  const note = (value: HeadValue) => {
    const top = open.at(-1);
    const fields = current();
    if (top === undefined || fields === undefined) return;
    if (!fields.has(top.key)) fields.set(top.key, value);
    if (fields === item) itemDepth = open.length;
  };

  let afterColon = false;
  for (const { 1: bracket, 2: string, 3: other } of head.matchAll(token)) {
    if (bracket === '{' || bracket === '[') {
      if (open.length > 0 && afterColon) note({ kind: bracket === '{' ? 'object' : 'array' });
      open.push({ isArray: bracket === '[', key: '' });
    } else if (bracket === '}' || bracket === ']') {
      open.pop();
      if (open.length < itemDepth) break;
    } else if (string !== undefined) {
      const top = open.at(-1);
      if (afterColon) note({ kind: 'string', text: string });
      else if (top !== undefined) top.key = string;
    } else if (other !== undefined && afterColon) {
      note({ kind: 'other' });
    }
    afterColon = bracket === ':';
  }
  if (item.size > 0) return { fields: item, wrapper: outer };
  if (message.size > 0) return { fields: message.has('items') ? new Map() : message, wrapper: outer };
  const wraps = [...outer].some(([key, value]) => wrappers.has(key) && value.kind === 'array');
  return wraps ? { fields: new Map(), wrapper: outer } : { fields: outer, wrapper: new Map() };
}

const token = /\s*(?:([{}[\],:])|"([^"\\]*(?:\\.[^"\\]*)*)"|([^\s{}[\],:"]+))/gy;
