import {
  createRemoteJWKSet,
  customFetch,
  errors,
  type JWTPayload,
  type JWTVerifyGetKey,
  jwtVerify,
} from 'jose';
import { z } from 'zod';
import { ScholargraphError } from '../errors.ts';
import type { Caller } from '../graphql/callers.ts';
import type { Claim, Oidc } from '../serving.ts';

/** Signatures that only the holder of a private key can make. A secret, or no signature at all, is nothing to trust. */
const algorithms = [
  'RS256',
  'RS384',
  'RS512',
  'PS256',
  'PS384',
  'PS512',
  'ES256',
  'ES384',
  'ES512',
  'EdDSA',
  'Ed25519',
];

/** Milliseconds that the identity provider has to answer. */
const patience = 3_000;

/** Characters of a subject: OpenID Connect Core 1.0, 2. */
const subjectLength = 255;

export interface KeyTimes {
  /** Milliseconds between two looks for a key that is not known. */
  readonly between: number;
  /** Milliseconds for which keys count before they are fetched again. */
  readonly age: number;
  /** Milliseconds for which the provider is not asked again after it has failed. */
  readonly failure: number;
}

export const keyTimes: KeyTimes = { between: 30_000, age: 600_000, failure: 5_000 };

/**
 * Checks tokens of an OpenID Connect provider: JSON Web Tokens (RFC 7519) that it has signed for this server. Its keys come
 * from its JWK Set (RFC 7517), which is named, or found by discovery; they are kept, and fetched again for a key that is
 * not among them, once in a while.
 *
 * @returns a function that throws ScholargraphError TOKEN_INVALID, TOKEN_EXPIRED or TOKEN_KEYS_UNAVAILABLE
 */
export function tokenVerifier(oidc: Oidc, times: KeyTimes = keyTimes): (token: string) => Promise<Caller> {
  const { issuer, audience, tolerance, administrators, readers } = oidc;
  const keys = keysOf(oidc, times);
  return async (token) => {
    let payload: JWTPayload;
    try {
      ({ payload } = await jwtVerify(token, keys, {
        issuer,
        audience,
        algorithms,
        clockTolerance: tolerance,
        requiredClaims: ['exp', 'sub'],
      }));
    } catch (error) {
      throw refusal(error);
    }
    const { sub } = payload;
    if (typeof sub !== 'string' || sub === '' || sub.length > subjectLength || !isOneLine(sub)) {
      throw invalid('its subject cannot be used');
    }
    const administrator = has(payload, administrators);
    return {
      name: sub,
      administrator,
      reader: administrator || readers === 'any' || (readers !== undefined && has(payload, readers)),
    };
  };
}

function keysOf({ issuer, jwks }: Oidc, times: KeyTimes): JWTVerifyGetKey {
  const fetchedAt = careful(times.failure);
  let found: Promise<JWTVerifyGetKey> | undefined;
  const setAt = (url: string) =>
    createRemoteJWKSet(new URL(url), {
      timeoutDuration: patience,
      cooldownDuration: times.between,
      cacheMaxAge: times.age,
      [customFetch]: fetchedAt,
    });
  const discover = async () => setAt(await discovered(issuer, fetchedAt));
  return async (header, token) => {
    found ??= jwks === undefined ? discover() : Promise.resolve(setAt(jwks));
    let keys: JWTVerifyGetKey;
    try {
      keys = await found;
    } catch (error) {
      found = undefined;
      throw error;
    }
    return keys(header, token);
  };
}

type Fetch = (url: string, options: RequestInit) => Promise<Response>;

/** A provider that has failed is left alone for some time, however many tokens come. */
function careful(failure: number): Fetch {
  let failedUntil = 0;
  return async (url, options) => {
    if (performance.now() < failedUntil) throw new TypeError('the identity provider has failed just now');
    try {
      const response = await fetch(url, options);
      if (!response.ok) throw new TypeError(`the identity provider answered ${response.status}`);
      return response;
    } catch (error) {
      failedUntil = performance.now() + failure;
      throw error;
    }
  };
}

const configuration = z.object({ issuer: z.string(), jwks_uri: z.url() });

/** OpenID Connect Discovery 1.0, 4: where the keys are. */
async function discovered(issuer: string, fetchedAt: Fetch): Promise<string> {
  const response = await fetchedAt(`${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`, {
    redirect: 'error',
    signal: AbortSignal.timeout(patience),
  });
  const { issuer: named, jwks_uri } = configuration.parse(await response.json());
  if (named !== issuer) throw new TypeError('the configuration is that of another issuer');
  return jwks_uri;
}

/** What jose throws has the claims in it, which are nobody's business: it is not kept as a cause. */
function refusal(error: unknown): ScholargraphError {
  if (error instanceof errors.JWTExpired) {
    return new ScholargraphError('TOKEN_EXPIRED', 'The token has expired', { fix: 'Get a new one.' });
  }
  if (error instanceof errors.JWTClaimValidationFailed)
    return invalid(`its claim ${error.claim} is not right`);
  if (error instanceof errors.JOSEAlgNotAllowed) return invalid('it is not signed by a private key');
  if (
    error instanceof errors.JWKSNoMatchingKey ||
    error instanceof errors.JWKSMultipleMatchingKeys ||
    error instanceof errors.JWSSignatureVerificationFailed
  ) {
    return invalid('its signature is not that of a key of the identity provider');
  }
  if (
    error instanceof errors.JWSInvalid ||
    error instanceof errors.JWTInvalid ||
    error instanceof errors.JOSENotSupported
  ) {
    return invalid('it is not a signed JSON Web Token');
  }
  return new ScholargraphError(
    'TOKEN_KEYS_UNAVAILABLE',
    'The token cannot be checked: the keys of the identity provider cannot be fetched',
    { fix: 'Try again in a few seconds.', retryAfter: 5 },
  );
}

function invalid(why: string): ScholargraphError {
  return new ScholargraphError('TOKEN_INVALID', `The token is not good: ${why}`, {
    expected: 'a JSON Web Token of the identity provider for this server',
    fix: 'Get one from it. Whoever runs the server names provider and audience by SCHOLARGRAPH_OIDC_ISSUER and SCHOLARGRAPH_OIDC_AUDIENCE.',
  });
}

function isOneLine(text: string): boolean {
  return !/[\p{Cc}\p{Surrogate}]/u.test(text);
}

/** Whether a claim is the value or has it among its values: a list, or words as in `scope`. */
function has(payload: JWTPayload, { claim, value }: Claim): boolean {
  const found = Object.hasOwn(payload, claim) ? payload[claim] : within(payload, claim.split('.'));
  const values = typeof found === 'string' ? [found, ...found.split(' ')] : found;
  return Array.isArray(values) && values.includes(value);
}

/** Claims in claims, such as `realm_access.roles`. */
function within(value: unknown, [name, ...rest]: readonly string[]): unknown {
  if (name === undefined) return value;
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined;
  return within(Object.entries(value).find(([key]) => key === name)?.[1], rest);
}
