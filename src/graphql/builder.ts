import SchemaBuilder from '@pothos/core';
import DataloaderPlugin from '@pothos/plugin-dataloader';
import RelayPlugin, { decodeGlobalID } from '@pothos/plugin-relay';
import ScopeAuthPlugin from '@pothos/plugin-scope-auth';
import { ScholargraphError } from '../errors.ts';
import { defaultServing } from '../serving.ts';
import { administratorRequired } from './administrator.ts';
import { pageLimit, pageSize, type Whole } from './connection.ts';
import { answerLimit, type Context } from './context.ts';
import { Upload } from './uploads.ts';

const { bounds } = defaultServing;

/** The types that `node` finds. */
const nodeTypes: ReadonlySet<string> = new Set([
  'Publication',
  'Author',
  'Venue',
  'Topic',
  'Institution',
  'Source',
  'Statement',
  'ClusterRun',
  'Community',
  'Decision',
  'Import',
  'AnalysisRun',
  'DetectedCommunity',
]);

export const cursorDescription =
  'The place of this item in the order of the connection, for `after` and `before`. It stays good while items come and go.';
export const nodeDescription = 'The item itself.';

export const builder = new SchemaBuilder<{
  Context: Context;
  AuthScopes: { administrator: boolean };
  Connection: { totalCount: Promise<number>; all: Whole };
  DefaultFieldNullability: false;
  DefaultEdgesNullability: { list: false; items: false };
  DefaultNodeNullability: false;
  Scalars: {
    ID: { Input: string; Output: string };
    DateTime: { Input: string; Output: string };
    File: { Input: Upload; Output: never };
  };
}>({
  plugins: [ScopeAuthPlugin, RelayPlugin, DataloaderPlugin],
  defaultFieldNullability: false,
  scopeAuth: {
    authorizeOnSubscribe: true,
    authScopes: ({ administrator }) => ({ administrator: administrator !== undefined }),
    unauthorizedError: (_parent, { caller }) => administratorRequired(caller?.name),
  },
  relay: {
    decodeGlobalID(id) {
      const decoded = decoding(id);
      if (decoded === undefined || !nodeTypes.has(decoded.typename)) {
        throw new ScholargraphError('BAD_INPUT', 'An id is not one of this server', {
          expected: 'what a field `id` of this API has returned',
        });
      }
      return decoded;
    },
    nodeTypeOptions: {
      description: 'Something with an id by which it can be fetched again.',
    },
    idFieldOptions: {
      description:
        'Names this object among all objects of the graph. It stays the same when the sources are imported again, and it keeps resolving when the object is merged into another.',
    },
    nodeQueryOptions: {
      description: 'The object of an id; null where there is none.',
      args: { id: { description: 'What a field `id` returned.' } },
    },
    nodesQueryOptions: {
      description: 'The objects of several ids, in the order of the ids; null for an id that nothing has.',
      args: { ids: { description: `What fields \`id\` returned; at most ${pageLimit}.` } },
      resolve: (_root, { ids }, _context, _info, resolveNodes) => {
        if (ids.length > pageLimit) {
          throw new ScholargraphError('BAD_INPUT', `${ids.length} ids are given`, {
            expected: `at most ${pageLimit}`,
          });
        }
        return resolveNodes(ids);
      },
    },
    pageInfoTypeOptions: { description: 'Where a page stands among the pages of its connection.' },
    hasNextPageFieldOptions: {
      description: 'Whether items follow; read with `first: …, after: endCursor`.',
    },
    hasPreviousPageFieldOptions: {
      description: 'Whether items come before; read with `last: …, before: startCursor`.',
    },
    startCursorFieldOptions: { description: 'The cursor of the first item; null for an empty page.' },
    endCursorFieldOptions: { description: 'The cursor of the last item; null for an empty page.' },
    pageInfoFieldOptions: { description: 'Where this page stands.' },
    cursorFieldOptions: { description: cursorDescription },
    edgesFieldOptions: { description: 'The items of this page, each with what ties it to the connection.' },
    nodeFieldOptions: { description: nodeDescription },
    nodesOnConnection: { description: 'The items of this page without what ties them to the connection.' },
    firstArgOptions: {
      description: `Take so many items from the front: 0 to ${pageLimit}, ${pageSize} where neither \`first\` nor \`last\` is given.`,
    },
    lastArgOptions: {
      description: `Take so many items from the back: 0 to ${pageLimit}; not together with \`first\`.`,
    },
    afterArgOptions: { description: 'Only items after this cursor of the same connection and order.' },
    beforeArgOptions: { description: 'Only items before this cursor of the same connection and order.' },
  },
});

builder.globalConnectionField('totalCount', (t) =>
  t.int({
    description: 'How many items all pages have together. Counted only when asked for.',
    resolve: (connection) => connection.totalCount,
  }),
);

builder.scalarType('DateTime', {
  description: 'A moment as ISO 8601, such as `2024-05-01T12:00:00Z`.',
  serialize: (value) => value,
  parseValue: (value) => {
    if (typeof value === 'string') return value;
    throw new ScholargraphError('BAD_INPUT', 'A moment is not a text', { expected: 'ISO 8601' });
  },
});

builder.scalarType('File', {
  description:
    'A file that is sent along: null in the variables, and a part of its own in a `multipart/form-data` request (GraphQL multipart request specification).',
  serialize: () => {
    throw new ScholargraphError('BAD_INPUT', 'A file is only ever sent, not answered');
  },
  parseValue: (value) => {
    if (value instanceof Upload) return value;
    throw new ScholargraphError('BAD_INPUT', 'A file is none', {
      expected: 'a file of a multipart/form-data request, which its part `map` puts in this place',
    });
  },
});

builder.queryType({
  description:
    `Everything that can be asked of the graph. An answer has at most ${answerLimit} items in all its connections together. ` +
    `A document goes ${bounds.depth} fields deep at most, has ${bounds.aliases} aliases and repeated fields, ${bounds.directives} directives and ` +
    `${bounds.tokens} words and signs, and costs ${bounds.cost} objects, where whoever runs the server has set nothing else. ` +
    'The header `x-scholargraph-price: estimate` says what a document would cost, and does nothing else; `x-scholargraph-price: 1` also says what it took.',
});

builder.mutationType({
  description:
    'Everything that changes the graph. It takes an administrator, who sends the header `Authorization: Bearer …` with a token of SCHOLARGRAPH_ADMIN_TOKENS, or one of the identity provider with the role. Without, there is an error with the code ADMINISTRATOR_REQUIRED; with a token of somebody else, ROLE_REQUIRED.',
  authScopes: { administrator: true },
});

builder.subscriptionType({
  description:
    'What goes on, told as it happens: send `Accept: text/event-stream` and read server-sent events. It takes an administrator, as mutations do.',
  authScopes: { administrator: true },
});

function decoding(id: string): { typename: string; id: string } | undefined {
  try {
    return decodeGlobalID(id);
  } catch {
    return undefined;
  }
}
