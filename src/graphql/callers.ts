import { createHash, timingSafeEqual } from 'node:crypto';
import type { TokenHolder } from '../serving.ts';

/** Who asks, as a token says. */
export interface Caller {
  /** Goes on record with what they change. */
  readonly name: string;
  /** Whether they may change the graph; everybody may read who is here at all. */
  readonly administrator: boolean;
  /** Whether they may read where that takes a token. */
  readonly reader: boolean;
}

export interface CallersOptions {
  readonly administrators: readonly TokenHolder[];
  readonly readers: readonly TokenHolder[];
  /** Asked about a token in the form of a JWT. @throws ScholargraphError for one that is not good */
  readonly verify?: ((token: string) => Promise<Caller>) | undefined;
}

/** Knows who a request comes from, by its header `Authorization: Bearer …`. */
export class Callers {
  readonly #options: CallersOptions;
  readonly #known = new WeakMap<Request, Caller>();

  constructor(options: CallersOptions) {
    this.#options = options;
  }

  /**
   * Looks at the token of a request; `of` knows from then on.
   * @returns undefined for nobody in particular
   * @throws ScholargraphError TOKEN_INVALID, TOKEN_EXPIRED, TOKEN_KEYS_UNAVAILABLE
   */
  async identify(request: Request): Promise<Caller | undefined> {
    const caller = await this.named(request.headers.get('authorization'));
    if (caller !== undefined) this.#known.set(request, caller);
    return caller;
  }

  /** Who a request is from that has been identified; undefined for nobody in particular. */
  of(request: Request): Caller | undefined {
    return this.#known.get(request);
  }

  /**
   * @param authorization the header
   * @throws as `identify`
   */
  async named(authorization: string | null | undefined): Promise<Caller | undefined> {
    const [, token] = /^Bearer +(\S+) *$/i.exec(authorization ?? '') ?? [];
    if (token === undefined) return undefined;
    const { administrators, readers, verify } = this.#options;
    const administrator = holderOf(token, administrators);
    if (administrator !== undefined) return { name: administrator, administrator: true, reader: true };
    const reader = holderOf(token, readers);
    if (reader !== undefined) return { name: reader, administrator: false, reader: true };
    return jwt.test(token) ? verify?.(token) : undefined;
  }
}

/** RFC 7519: three parts in base64url; the signature may be missing, which is for `verify` to refuse. */
const jwt = /^[\w-]+\.[\w-]+\.[\w-]*$/;

/** Takes the same time whatever the token, so that nobody learns a part of one by trying. */
function holderOf(token: string, holders: readonly TokenHolder[]): string | undefined {
  const given = digest(token);
  return holders.filter((each) => timingSafeEqual(digest(each.token), given))[0]?.name;
}

function digest(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}
