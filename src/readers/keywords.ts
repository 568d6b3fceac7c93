import { plainText } from '../normalise/markup.ts';

/** Keywords of one record. More come of a list that has gone wrong, and each would be a topic. */
export const keywordLimit = 1_000;

/** The keywords that a field lists, by semicolons if it has any, else by commas. */
export function partedKeywords(field: string): readonly string[] {
  return field.split(field.includes(';') ? ';' : ',');
}

/** Keywords as plain text, each once in whatever case. */
export function distinctKeywords(
  stated: readonly string[],
  textOf: (keyword: string) => string = plainText,
): readonly string[] {
  const found = new Map<string, string>();
  for (const keyword of stated) {
    const text = textOf(keyword);
    const key = text.toLowerCase();
    if (text !== '' && !found.has(key)) found.set(key, text);
  }
  return [...found.values()];
}
