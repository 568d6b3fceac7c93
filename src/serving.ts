import { z } from 'zod';
import { ScholargraphError } from './errors.ts';

/*
 * What a server lets be asked of it, and by whom: the settings. `src/serving/` keeps to them.
 */

/** Whoever may do something, by a token. */
export interface TokenHolder {
  readonly name: string;
  readonly token: string;
}

/** What a token has to say of whoever holds it: `value` is its claim, or one of several there. */
export interface Claim {
  /** Its name, or the way to it with dots between the names. */
  readonly claim: string;
  readonly value: string;
}

/** An identity provider of OpenID Connect, whose tokens count. */
export interface Oidc {
  readonly issuer: string;
  /** Whom its tokens have to be for. */
  readonly audience: string;
  /** Where its keys are; found by discovery where absent. */
  readonly jwks: string | undefined;
  readonly administrators: Claim;
  /** Who may read, where that takes a token: whoever has a token of the provider, or with a claim; nobody where absent. */
  readonly readers: 'any' | Claim | undefined;
  /** Seconds by which clocks may differ. */
  readonly tolerance: number;
}

/** Bounds on a request that are checked before anything is read from the database. */
export interface Bounds {
  /** Fields in fields. */
  readonly depth: number;
  /** What the answer may cost, in objects; see `src/serving/cost.ts`. */
  readonly cost: number;
  /** Fields under another name, and fields that are repeated. */
  readonly aliases: number;
  readonly directives: number;
  /** Words and signs of the document. */
  readonly tokens: number;
}

export interface Serving {
  /** Strangers may be there: nothing is shown that only a developer wants. */
  readonly production: boolean;
  readonly bounds: Bounds;
  /** Milliseconds that one Cypher statement of a request may take in the database; four times that for a page of an export. */
  readonly statementTimeout: number;
  /** Milliseconds that a request may take, but for its wait in the queue. */
  readonly requestTimeout: number;
  /** Milliseconds that an export may take in all. */
  readonly exportTimeout: number;
  /** Milliseconds for which whoever gets an export, or an answer, may take nothing of it. */
  readonly exportIdle: number;
  /** Requests that are worked on at a time. */
  readonly concurrency: number;
  /** Requests that wait for their turn. */
  readonly waiting: number;
  /** Of one client a minute; 0 for any number. */
  readonly requestRate: number;
  /** Cost of the requests of one client a minute, together; 0 for any. */
  readonly costRate: number;
  /** Proxies before this server that append to X-Forwarded-For. */
  readonly proxies: number;
  /** Where not empty, or where the identity provider has readers, reading takes a token of one, or an administrator's. */
  readonly readers: readonly TokenHolder[];
  readonly oidc: Oidc | undefined;
  /** What Prometheus sends to read the metrics. */
  readonly metricsToken: string | undefined;
  /** Of other sites whose pages may ask. */
  readonly corsOrigins: readonly string[];
  readonly playground: boolean;
  /** Whether anybody may read the schema; administrators and readers may in any case. */
  readonly introspection: boolean;
  /** A JSON file of persisted operations; where it is named, nothing else is taken of anybody but administrators. */
  readonly operations: string | undefined;
  /** Milliseconds from which on a Cypher statement is logged as slow. */
  readonly slowStatement: number;
}

const whole = (from: number, to: number) =>
  z
    .string()
    .regex(/^\d{1,12}$/, `a whole number, ${from} to ${to}`)
    .transform(Number)
    .pipe(z.number().min(from).max(to));

const onOff = z.enum(['on', 'off']).transform((value) => value === 'on');

/** `name=token`, several with commas between them. */
export const tokenHolders = z.string().transform((text, context) =>
  text.split(',').map((pair): TokenHolder => {
    const [, name, token] = /^\s*([^=\s][^=]*?)\s*=\s*(\S{16,})\s*$/.exec(pair) ?? [];
    if (name !== undefined && token !== undefined) return { name, token };
    context.addIssue({
      code: 'custom',
      message: 'name=token pairs with commas between them, each token of 16 characters or more',
    });
    return z.NEVER;
  }),
);

const origins = z.string().transform((text, context) =>
  text.split(',').map((part) => {
    const origin = part.trim();
    if (URL.canParse(origin) && new URL(origin).origin === origin) return origin;
    context.addIssue({
      code: 'custom',
      message: 'origins such as https://example.org with commas between them',
    });
    return z.NEVER;
  }),
);

const claim = z.string().transform((text, context): Claim => {
  const [, name, value] = /^\s*([^=\s]+?)\s*=\s*(\S+)\s*$/.exec(text) ?? [];
  if (name !== undefined && value !== undefined) return { claim: name, value };
  context.addIssue({ code: 'custom', message: 'a claim and its value, such as roles=scholargraph-admin' });
  return z.NEVER;
});

const readersByClaim = z.union([z.literal('off').transform(() => undefined), z.literal('any'), claim]);

/** Of an identity provider. Whoever can read along or answer in its place could say anything. */
const providerUrl = z.string().refine((text) => {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname, search, hash } = new URL(text);
  const near = ['localhost', '127.0.0.1', '[::1]'].includes(hostname);
  return (protocol === 'https:' || (protocol === 'http:' && near)) && search === '' && hash === '';
}, 'an https:// address');

/** Each setting by its environment variable. docs/limits.md says what each is for. */
export const servingEnvironment = {
  NODE_ENV: z.string().optional(),
  SCHOLARGRAPH_MAX_DEPTH: whole(1, 100).default(16),
  SCHOLARGRAPH_MAX_COST: whole(1, 1_000_000_000).default(1_000_000),
  SCHOLARGRAPH_MAX_ALIASES: whole(0, 10_000).default(15),
  SCHOLARGRAPH_MAX_DIRECTIVES: whole(0, 1_000).default(5),
  SCHOLARGRAPH_MAX_TOKENS: whole(10, 10_000).default(2_000),
  SCHOLARGRAPH_STATEMENT_TIMEOUT: whole(100, 600_000).default(15_000),
  SCHOLARGRAPH_REQUEST_TIMEOUT: whole(100, 600_000).default(30_000),
  SCHOLARGRAPH_EXPORT_TIMEOUT: whole(1_000, 86_400_000).default(3_600_000),
  SCHOLARGRAPH_EXPORT_IDLE: whole(100, 600_000).default(60_000),
  SCHOLARGRAPH_CONCURRENCY: whole(1, 1_000).default(16),
  SCHOLARGRAPH_WAITING: whole(0, 10_000).default(64),
  SCHOLARGRAPH_REQUEST_RATE: whole(0, 1_000_000).optional(),
  SCHOLARGRAPH_COST_RATE: whole(0, 1_000_000_000).optional(),
  SCHOLARGRAPH_PROXIES: whole(0, 10).default(0),
  SCHOLARGRAPH_READ_TOKENS: tokenHolders.default([]),
  SCHOLARGRAPH_OIDC_ISSUER: providerUrl.optional(),
  SCHOLARGRAPH_OIDC_AUDIENCE: z.string().optional(),
  SCHOLARGRAPH_OIDC_JWKS: providerUrl.optional(),
  SCHOLARGRAPH_OIDC_ADMIN: claim.default({ claim: 'roles', value: 'scholargraph-admin' }),
  SCHOLARGRAPH_OIDC_READ: readersByClaim.optional(),
  SCHOLARGRAPH_OIDC_TOLERANCE: whole(0, 300).default(30),
  SCHOLARGRAPH_METRICS_TOKEN: z.string().min(16, 'a token of 16 characters or more').optional(),
  SCHOLARGRAPH_CORS_ORIGINS: origins.default([]),
  SCHOLARGRAPH_PLAYGROUND: onOff.optional(),
  SCHOLARGRAPH_INTROSPECTION: onOff.optional(),
  SCHOLARGRAPH_OPERATIONS: z.string().optional(),
  SCHOLARGRAPH_SLOW_STATEMENT: whole(1, 600_000).default(1_000),
};

const environment = z.object(servingEnvironment);

/** The settings, with the defaults that fit the mode. @throws ScholargraphError CONFIG_INVALID */
export function servingOf(values: z.infer<typeof environment>): Serving {
  const production = values.NODE_ENV === 'production';
  return {
    production,
    bounds: {
      depth: values.SCHOLARGRAPH_MAX_DEPTH,
      cost: values.SCHOLARGRAPH_MAX_COST,
      aliases: values.SCHOLARGRAPH_MAX_ALIASES,
      directives: values.SCHOLARGRAPH_MAX_DIRECTIVES,
      tokens: values.SCHOLARGRAPH_MAX_TOKENS,
    },
    statementTimeout: values.SCHOLARGRAPH_STATEMENT_TIMEOUT,
    requestTimeout: values.SCHOLARGRAPH_REQUEST_TIMEOUT,
    exportTimeout: values.SCHOLARGRAPH_EXPORT_TIMEOUT,
    exportIdle: values.SCHOLARGRAPH_EXPORT_IDLE,
    concurrency: values.SCHOLARGRAPH_CONCURRENCY,
    waiting: values.SCHOLARGRAPH_WAITING,
    requestRate: values.SCHOLARGRAPH_REQUEST_RATE ?? (production ? 600 : 0),
    costRate: values.SCHOLARGRAPH_COST_RATE ?? (production ? 10_000_000 : 0),
    proxies: values.SCHOLARGRAPH_PROXIES,
    readers: values.SCHOLARGRAPH_READ_TOKENS,
    oidc: oidcOf(values),
    metricsToken: values.SCHOLARGRAPH_METRICS_TOKEN,
    corsOrigins: values.SCHOLARGRAPH_CORS_ORIGINS,
    playground: values.SCHOLARGRAPH_PLAYGROUND ?? !production,
    introspection: values.SCHOLARGRAPH_INTROSPECTION ?? !production,
    operations: values.SCHOLARGRAPH_OPERATIONS,
    slowStatement: values.SCHOLARGRAPH_SLOW_STATEMENT,
  };
}

/** A token that is for another service is none for this one, so that an issuer alone would not do. */
function oidcOf(values: z.infer<typeof environment>): Oidc | undefined {
  const { SCHOLARGRAPH_OIDC_ISSUER: issuer, SCHOLARGRAPH_OIDC_AUDIENCE: audience } = values;
  if (issuer === undefined && audience === undefined) return undefined;
  if (issuer === undefined || audience === undefined) {
    throw new ScholargraphError('CONFIG_INVALID', 'Tokens of an identity provider cannot be checked', {
      expected: 'both SCHOLARGRAPH_OIDC_ISSUER and SCHOLARGRAPH_OIDC_AUDIENCE',
    });
  }
  return {
    issuer,
    audience,
    jwks: values.SCHOLARGRAPH_OIDC_JWKS,
    administrators: values.SCHOLARGRAPH_OIDC_ADMIN,
    readers: values.SCHOLARGRAPH_OIDC_READ,
    tolerance: values.SCHOLARGRAPH_OIDC_TOLERANCE,
  };
}

/** Where the environment says nothing. */
export const defaultServing: Serving = servingOf(environment.parse({}));
