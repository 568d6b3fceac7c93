import { type ParsedName, parseName } from '../../normalise/name.ts';

/** A name as it is stored on AUTHORED; null is absent. */
export interface StoredName {
  readonly display: string;
  readonly family: string;
  readonly given: string | null;
  readonly particle: string | null;
  readonly suffix: string | null;
  readonly homonym: string | null;
  readonly block: string;
}

/** The name that was stored, for comparing. */
export function nameOf(stored: StoredName): ParsedName | undefined {
  const { display, family, given, particle, suffix, homonym, block } = stored;
  const name = parseName({
    family,
    ...(given === null ? {} : { given }),
    ...(particle === null ? {} : { particle }),
    ...(suffix === null ? {} : { suffix }),
    ...(homonym === null ? {} : { homonym }),
  });
  return name === undefined ? undefined : { ...name, display, block };
}
