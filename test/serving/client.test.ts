import { expect, test } from 'vitest';
import { addressOf } from '../../src/serving/client.ts';

const from = (remoteAddress: string) => ({ socket: { remoteAddress } });

test.each([
  ['the address of the connection', '', '203.0.113.7', 0, '203.0.113.7'],
  ['whatever the client says of itself', '198.51.100.1', '203.0.113.7', 0, '203.0.113.7'],
  ['what the proxy says', '198.51.100.1', '10.0.0.1', 1, '198.51.100.1'],
  [
    'what the proxy says, not what the client told it',
    '1.2.3.4, 198.51.100.1',
    '10.0.0.1',
    1,
    '198.51.100.1',
  ],
  ['what the outer of two proxies says', '1.2.3.4, 198.51.100.1, 10.0.0.2', '10.0.0.1', 2, '198.51.100.1'],
  ['the proxy, where it says nothing', '', '10.0.0.1', 1, '10.0.0.1'],
  ['IPv4 in IPv6', '', '::ffff:203.0.113.7', 0, '203.0.113.7'],
  ['a network of IPv6', '', '2001:db8:1:2:3:4:5:6', 0, '2001:db8:1:2::/64'],
  ['the same network, written shorter', '', '2001:0db8:1:2::9', 0, '2001:db8:1:2::/64'],
  ['this machine', '', '::1', 0, '0:0:0:0::/64'],
])('a client is %s', (_, forwarded, peer, proxies, client) => {
  expect(addressOf(forwarded, from(peer), proxies)).toBe(client);
});

test('there is none without a network', () => {
  expect(addressOf('198.51.100.1', undefined, 1)).toBeUndefined();
});
