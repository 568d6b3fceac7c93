import type { VenueAliases } from '../../resolve/sameVenue.ts';
import { AuthorPass, LinkedAuthorPass } from './authorPass.ts';
import { CoauthorPass, PairPass } from './coauthorPass.ts';
import { IdentifierPass } from './identifierPass.ts';
import type { BulkContext, Pass } from './pass.ts';
import { PublicationPass } from './publicationPass.ts';
import { VenuePass } from './venuePass.ts';
import { VocabularyPass } from './vocabularyPass.ts';

export interface PassOptions {
  /** What all statements teach of venues. */
  readonly aliases?: VenueAliases;
  /** For each name block that an identifier links with others, one that stands for all of them. */
  readonly representatives?: ReadonlyMap<string, string>;
  /** Ids of venues that say nothing of who publishes there. */
  readonly preprintServers?: ReadonlySet<string>;
}

/** The passes in their order. */
export const passNames = [
  'venues',
  'publications',
  'identifiers',
  'vocabulary',
  'authors',
  'linkedAuthors',
  'pairs',
  'coauthors',
] as const;
export type PassName = (typeof passNames)[number];

/** @param writer names the files of this worker in this pass; no two may have one name */
export function makePass(
  name: PassName,
  context: BulkContext,
  writer: string,
  { aliases = new Map(), representatives = new Map(), preprintServers = new Set() }: PassOptions,
): Pass {
  switch (name) {
    case 'venues':
      return new VenuePass(context);
    case 'publications':
      return new PublicationPass(context, writer, aliases);
    case 'identifiers':
      return new IdentifierPass(context, writer);
    case 'vocabulary':
      return new VocabularyPass(context, writer);
    case 'authors':
      return new AuthorPass(context, writer, representatives, preprintServers);
    case 'linkedAuthors':
      return new LinkedAuthorPass(context, writer, preprintServers);
    case 'pairs':
      return new PairPass(context, writer);
    case 'coauthors':
      return new CoauthorPass(context, writer);
  }
}
