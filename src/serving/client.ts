import { IncomingMessage } from 'node:http';
import { isIPv6, type Socket } from 'node:net';

/** What Node's server says about where a request comes from. */
export interface Connected {
  readonly socket: Pick<Socket, 'remoteAddress'>;
}

/** @returns undefined where the request came by no server */
export function connectedBy(serverContext: object): IncomingMessage | undefined {
  const request = 'req' in serverContext ? serverContext.req : undefined;
  return request instanceof IncomingMessage ? request : undefined;
}

/**
 * Who asks, as far as the network can tell: an address, or the first half of an IPv6 address, of which one subscriber has
 * as many as they like. What X-Forwarded-For says, `forwarded`, is believed from behind, for as many proxies as there are: the rest of it
 * anybody can write.
 * @returns undefined where there is no network in between
 */
export function addressOf(
  forwarded: string,
  connected: Connected | undefined,
  proxies: number,
): string | undefined {
  const peer = connected?.socket.remoteAddress;
  if (peer === undefined) return undefined;
  const told = proxies === 0 ? [] : forwarded.split(',').map((part) => part.trim());
  return subscriber(told.at(-proxies) || told[0] || peer);
}

function subscriber(address: string): string {
  const plain = address.replace(/^::ffff:(?=\d+\.)/i, '');
  if (!isIPv6(plain)) return plain.slice(0, 45);
  const [head = '', tail] = plain.split('::');
  const front = head === '' ? [] : head.split(':');
  const back = tail === undefined || tail === '' ? [] : tail.split(':');
  const zeros = tail === undefined ? 0 : 8 - front.length - back.length;
  const groups = [...front, ...Array<string>(Math.max(0, zeros)).fill('0'), ...back];
  return `${groups
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':')}::/64`;
}
