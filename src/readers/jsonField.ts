import { cleaned, plainText } from '../normalise/markup.ts';
import type { Identifier, IdentifierScheme } from '../record.ts';

export { type Given, given, some } from './given.ts';

/** An object as `JSON.parse` gives it. Read single keys of it, never copy them onto another object. */
export interface JsonObject {
  readonly [key: string]: unknown;
}

/*
 * What a field of a JSON record holds, where it holds what it should: a value of another type is as good as absent, for
 * one wrong field should not cost the record.
 */

export function objectOf(value: unknown): JsonObject | undefined {
  return isObject(value) ? value : undefined;
}

/** The objects in an array; what else is in it is left out. */
export function objectsOf(value: unknown): readonly JsonObject[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}

/** Whether `kept` is all that a field held: it is an array of as many, or is not given. */
export function isWhole(value: unknown, kept: readonly unknown[]): boolean {
  return Array.isArray(value) ? value.length === kept.length : value === undefined || value === null;
}

/** A string or number as it stands, but for control characters and surrounding white space; undefined where empty. */
export function stringOf(value: unknown): string | undefined {
  if (typeof value === 'number') return Number.isFinite(value) ? String(value) : undefined;
  if (typeof value !== 'string') return undefined;
  return (visibleAscii.test(value) ? value : cleaned(value)) || undefined;
}

const visibleAscii = /^[!-~]*$/;

/** The strings in an array, or a string that stands for an array of one. */
export function stringsOf(value: unknown): readonly string[] {
  const values: readonly unknown[] = Array.isArray(value) ? value : [value];
  return values.map(stringOf).filter((text) => text !== undefined);
}

/** What is read by people: markup resolved, one line; undefined where nothing is left. */
export function textOf(value: unknown): string | undefined {
  if (typeof value !== 'string') return stringOf(value);
  return plainWords.test(value) ? value : plainText(value) || undefined;
}

/** What `plainText` would give back as it is: words of visible ASCII without '&' and '<', a space between them. */
const plainWords = /^[!-%'-;=-~]+(?: [!-%'-;=-~]+)*$/;

/** As `stringsOf`, each as `textOf`. */
export function textsOf(value: unknown): readonly string[] {
  const values: readonly unknown[] = Array.isArray(value) ? value : [value];
  return values.map(textOf).filter((text) => text !== undefined);
}

/** A count: a whole number from 0, also as a string of digits. */
export function countOf(value: unknown): number | undefined {
  const number = typeof value === 'string' && /^\d{1,15}$/.test(value) ? Number(value) : value;
  return typeof number === 'number' && Number.isSafeInteger(number) && number >= 0 ? number : undefined;
}

/** A score from 0 to 1. */
export function scoreOf(value: unknown): number | undefined {
  return typeof value === 'number' && value >= 0 && value <= 1 ? value : undefined;
}

/** A BCP 47 tag, as far as its form goes. */
export function languageOf(value: unknown): string | undefined {
  const tag = stringOf(value);
  return tag !== undefined && /^[a-z]{2,3}(?:-[a-z\d]{1,8}){0,4}$/i.test(tag) ? tag : undefined;
}

/** The identifiers that are given, each once. */
export function identifiersOf(
  pairs: readonly (readonly [scheme: IdentifierScheme, value: unknown])[],
): readonly Identifier[] {
  const identifiers = new Map<string, Identifier>();
  for (const [scheme, stated] of pairs) {
    const value = stringOf(stated);
    const key = `${scheme}:${value}`;
    if (value !== undefined && !identifiers.has(key)) identifiers.set(key, { scheme, value });
  }
  return [...identifiers.values()];
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
