import {
  type DocumentNode,
  type FragmentDefinitionNode,
  Kind,
  Lexer,
  type SelectionSetNode,
  Source,
  TokenKind,
  visit,
} from 'graphql';
import { type ErrorCode, ScholargraphError } from '../errors.ts';
import type { Bounds } from '../serving.ts';

/*
 * Bounds on a document that need no schema. They are checked before validation, which compares every field with every
 * other of the same name, and before parsing, which goes as deep as the brackets do.
 */

/** Brackets in brackets; the parser takes some frames of the stack for each. */
const bracketLimit = 200;

/** @throws ScholargraphError TOKEN_LIMIT or DEPTH_LIMIT. What is no GraphQL is left to the parser. */
export function requireShort(text: string, { tokens }: Pick<Bounds, 'tokens'>): void {
  const lexer = new Lexer(new Source(text));
  let found = 0;
  let brackets = 0;
  for (;;) {
    let kind: TokenKind;
    try {
      kind = lexer.advance().kind;
    } catch {
      return;
    }
    if (kind === TokenKind.EOF) return;
    found += 1;
    if (found > tokens) {
      throw overLimit('TOKEN_LIMIT', 'The document has too many words and signs', {
        name: 'tokens',
        found,
        allowed: tokens,
        fix: 'Send values as variables, use fragments for what is asked more than once, or ask in several requests.',
      });
    }
    if (opening.has(kind)) brackets += 1;
    else if (closing.has(kind)) brackets -= 1;
    if (brackets > bracketLimit) {
      throw overLimit('DEPTH_LIMIT', 'The document has too many brackets in brackets', {
        name: 'brackets',
        found: brackets,
        allowed: bracketLimit,
        fix: 'Ask for what is further away by its id.',
      });
    }
  }
}

const opening = new Set([TokenKind.BRACE_L, TokenKind.BRACKET_L, TokenKind.PAREN_L]);
const closing = new Set([TokenKind.BRACE_R, TokenKind.BRACKET_R, TokenKind.PAREN_R]);

/** Without recursion: what comes as JSON may be as deep as a request is long. @throws ScholargraphError DEPTH_LIMIT */
export function requireShallow(variables: unknown): void {
  let level: unknown[] = [variables];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > bracketLimit) {
      throw overLimit('DEPTH_LIMIT', 'The variables have too many brackets in brackets', {
        name: 'brackets',
        found: depth,
        allowed: bracketLimit,
        fix: 'Send a flatter filter.',
      });
    }
    level = level.flatMap((value) =>
      typeof value === 'object' && value !== null ? Object.values(value) : [],
    );
  }
}

/** @throws ScholargraphError DEPTH_LIMIT, TOKEN_LIMIT, ALIAS_LIMIT or DIRECTIVE_LIMIT */
export function requireShape(document: DocumentNode, bounds: Bounds): void {
  const { depth, selections } = extentOf(document);
  if (selections > bounds.tokens) {
    throw overLimit(
      'TOKEN_LIMIT',
      'The document has too many fields, with its fragments where they are used',
      {
        name: 'selections',
        found: selections,
        allowed: bounds.tokens,
        fix: 'Use each fragment in fewer places.',
      },
    );
  }
  if (depth > bounds.depth) {
    throw overLimit('DEPTH_LIMIT', `The document goes ${depth} fields deep`, {
      name: 'depth',
      found: depth,
      allowed: bounds.depth,
      fix: 'Ask for the ids of what is further away, and for the rest by these ids in another request.',
    });
  }
  const { aliases, directives } = countsOf(document);
  if (aliases > bounds.aliases) {
    throw overLimit('ALIAS_LIMIT', `The document has ${aliases} aliases and repeated fields`, {
      name: 'aliases',
      found: aliases,
      allowed: bounds.aliases,
      fix: 'Ask for several ids by the field nodes, or in several requests.',
    });
  }
  if (directives > bounds.directives) {
    throw overLimit('DIRECTIVE_LIMIT', `The document has ${directives} directives`, {
      name: 'directives',
      found: directives,
      allowed: bounds.directives,
      fix: 'Put what is included or skipped together into one fragment.',
    });
  }
}

/** An error that names the limit, in numbers too. */
export function overLimit(
  code: ErrorCode,
  what: string,
  { name, found, allowed, fix }: { name: string; found: number; allowed: number; fix: string },
): ScholargraphError {
  return new ScholargraphError(code, what, {
    expected: `at most ${allowed}`,
    fix,
    limit: { name, found, allowed },
  });
}

interface Extent {
  /** Fields in fields. */
  readonly depth: number;
  /** Fields and uses of fragments, as many as there would be if each fragment were written out where it is used. */
  readonly selections: number;
}

const nothing: Extent = { depth: 0, selections: 0 };

/** Of the largest operation. Each fragment is gone through once; one that contains itself is left to validation. */
function extentOf(document: DocumentNode): Extent {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
  }
  const known = new Map<string, Extent>();
  const ofFragment = (name: string): Extent => {
    const before = known.get(name);
    if (before !== undefined) return before;
    known.set(name, nothing);
    const found = within(fragments.get(name)?.selectionSet);
    known.set(name, found);
    return found;
  };
  const within = (selectionSet: SelectionSetNode | undefined): Extent => {
    let [depth, selections] = [0, 0];
    for (const selection of selectionSet?.selections ?? []) {
      const below =
        selection.kind === Kind.FRAGMENT_SPREAD
          ? ofFragment(selection.name.value)
          : within(selection.selectionSet);
      depth = Math.max(depth, below.depth + (selection.kind === Kind.FIELD ? 1 : 0));
      selections += below.selections + (selection.kind === Kind.INLINE_FRAGMENT ? 0 : 1);
    }
    return { depth, selections };
  };
  const all = document.definitions.map((definition) =>
    definition.kind === Kind.OPERATION_DEFINITION ? within(definition.selectionSet) : nothing,
  );
  return {
    depth: Math.max(0, ...all.map(({ depth }) => depth)),
    selections: Math.max(0, ...all.map(({ selections }) => selections)),
  };
}

function countsOf(document: DocumentNode): { aliases: number; directives: number } {
  let aliases = 0;
  let directives = 0;
  const named: Set<string>[] = [];
  const enter = () => void named.push(new Set());
  const leave = () => void named.pop();
  visit(document, {
    // Fields in inline fragments stand beside those around them.
    OperationDefinition: { enter, leave },
    FragmentDefinition: { enter, leave },
    Field: {
      enter({ alias, name }) {
        const key = alias?.value ?? name.value;
        const beside = named.at(-1);
        if (alias !== undefined || beside?.has(key) === true) aliases += 1;
        beside?.add(key);
        named.push(new Set());
      },
      leave,
    },
    Directive() {
      directives += 1;
    },
  });
  return { aliases, directives };
}
