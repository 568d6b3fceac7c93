import { lookup } from 'node:dns/promises';
import type { LookupFunction } from 'node:net';
import ipaddr from 'ipaddr.js';
import { Agent, fetch, type Response } from 'undici';

/** All addresses of a host. */
export type Resolve = (
  host: string,
) => Promise<readonly { readonly address: string; readonly family: number }[]>;

export interface PublicFetchOptions {
  readonly headers: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
  /** Which IP addresses may be asked; those that are public where absent. */
  readonly allowed?: ((address: string) => boolean) | undefined;
  /** The system's where absent. */
  readonly resolve?: Resolve | undefined;
}

/** Redirects that are followed. */
const redirectLimit = 5;

/** An address may not be asked. Its message is for whoever named it. */
export class AddressRefused extends Error {}

/**
 * Fetches what is at an address, wherever that leads, unless it leads to a machine of this network: server-side request
 * forgery (OWASP). Every address of a host has to be public, and the connection is made to one of those that were looked
 * at, so that a second answer of the name server changes nothing. Each redirect is looked at in the same way.
 *
 * @param url `http:` or `https:`
 * @returns the answer to the last redirect; `close` lets go of its connection
 * @throws AddressRefused, or what fetch throws
 */
export async function publicFetch(
  url: string,
  { headers, signal, allowed = isPublic, resolve = systemResolve }: PublicFetchOptions,
): Promise<{ readonly response: Response; close(): Promise<void> }> {
  const dispatcher = new Agent({ connect: { lookup: lookupOf(resolve, allowed) } });
  const close = () => dispatcher.destroy();
  try {
    let current = url;
    for (let redirects = 0; ; redirects += 1) {
      requireAllowed(current, allowed);
      const response = await fetch(current, { headers, signal, dispatcher, redirect: 'manual' });
      const location = response.headers.get('location');
      if (response.status < 300 || response.status > 399 || location === null) return { response, close };
      await response.body?.cancel();
      if (redirects === redirectLimit) {
        throw new AddressRefused(`It leads on to other addresses more than ${redirectLimit} times`);
      }
      if (!URL.canParse(location, current))
        throw new AddressRefused('It leads on to something that is no address');
      current = new URL(location, current).href;
    }
  } catch (error) {
    await close();
    // undici says what a connection has failed by as the cause.
    throw error instanceof Error && error.cause instanceof AddressRefused ? error.cause : error;
  }
}

/**
 * Whether an IP address is one of the Internet: not of this machine, of a network of its own, of a provider's network,
 * or of a cloud's metadata. IPv4 in IPv6 counts as what it is (RFC 4291, RFC 6052).
 */
export function isPublic(address: string): boolean {
  // What ipaddr.js reads as if it were mapped is another address, which leads nowhere (RFC 4291, 2.5.5.1).
  if (!ipaddr.isValid(address) || /^::\d+\./.test(address)) return false;
  const parsed = ipaddr.process(address);
  if (parsed instanceof ipaddr.IPv4) return parsed.range() === 'unicast';
  const bytes = parsed.toByteArray();
  // The one prefix of NAT64 that everybody knows: what is behind it is a machine of IPv4.
  if (parsed.match(ipaddr.IPv6.parse('64:ff9b::'), 96)) return isPublic(bytes.slice(12).join('.'));
  return parsed.match(ipaddr.IPv6.parse('2000::'), 3) && parsed.range() === 'unicast';
}

/** What is named by numbers is never looked up, and so it is looked at here. */
function requireAllowed(url: string, allowed: (address: string) => boolean): void {
  const { protocol, hostname } = new URL(url);
  if (protocol !== 'http:' && protocol !== 'https:') {
    throw new AddressRefused(`It leads on to an address of the kind ${protocol}`);
  }
  const literal = hostname.replace(/^\[|\]$/g, '');
  if (ipaddr.isValid(literal) && !allowed(literal)) throw notPublic(hostname);
}

function lookupOf(resolve: Resolve, allowed: (address: string) => boolean): LookupFunction {
  return (host, options, callback) => {
    resolve(host).then(
      (found) => {
        const [first] = found;
        if (first === undefined || !found.every(({ address }) => allowed(address))) {
          callback(notPublic(host), []);
        } else if (options.all === true) callback(null, [...found]);
        else callback(null, first.address, first.family);
      },
      (error: NodeJS.ErrnoException) => callback(error, []),
    );
  };
}

function notPublic(host: string): AddressRefused {
  return new AddressRefused(`${host} is not a public address`);
}

const systemResolve: Resolve = (host) => lookup(host, { all: true, verbatim: true });
