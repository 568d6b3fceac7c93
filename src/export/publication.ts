import type { PublicationRecord } from '../record.ts';

/**
 * A publication as it goes out: one record that says what all its sources say together. Its locator's key is the
 * publication's id.
 */
export type ExportedPublication = PublicationRecord;

/** Publications come as they are read, a page at a time, so that there is no limit to them. */
export type ExportedPublications = AsyncIterable<ExportedPublication>;

/** The value of the first identifier of a scheme. */
export function identifier(
  { identifiers }: Pick<ExportedPublication, 'identifiers'>,
  scheme: ExportedPublication['identifiers'][number]['scheme'],
): string | undefined {
  return identifiers.find((each) => each.scheme === scheme)?.value;
}

export function isOnArxiv({ venues }: ExportedPublication): boolean {
  return venues.some(({ kind, name }) => kind === 'PREPRINT_SERVER' && /^(?:arxiv|corr)\b/i.test(name));
}

/** Names as they are spoken. */
export function spoken(name: ExportedPublication['authors'][number]['name']): string {
  if ('literal' in name) return name.literal;
  return [name.given, name.particle, name.family, name.suffix].filter((part) => part !== undefined).join(' ');
}
