import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import fc from 'fast-check';
import { afterEach, describe, expect, test } from 'vitest';
import { isPublic, publicFetch, type Resolve } from '../../src/readers/publicFetch.ts';

describe('an address of the Internet', () => {
  test.each([
    '8.8.8.8',
    '1.1.1.1',
    '192.0.1.1',
    '2001:4860:4860::8888',
    '2606:4700::1111',
    '64:ff9b::8.8.8.8',
    '::ffff:8.8.8.8',
  ])('%s is one', (address) => expect(isPublic(address)).toBe(true));

  test.each([
    [
      'this machine',
      ['127.0.0.1', '127.255.255.254', '::1', '::ffff:127.0.0.1', '::ffff:7f00:1', '0.0.0.0', '::'],
    ],
    ['this machine behind NAT64', ['64:ff9b::127.0.0.1', '64:ff9b::a9fe:a9fe', '64:ff9b:1::8.8.8.8']],
    [
      'this machine in old ways of IPv6',
      ['::127.0.0.1', '::ffff:0:127.0.0.1', '2002:7f00:1::', '2001:0:7f00:1::'],
    ],
    [
      'a network of its own',
      ['10.0.0.1', '172.16.0.1', '172.31.255.255', '192.168.1.1', 'fc00::1', 'fd12:3456::1', 'fec0::1'],
    ],
    ['the same link', ['169.254.0.1', 'fe80::1', 'fe80::1%eth0']],
    ["a cloud's metadata", ['169.254.169.254', '100.100.100.200', 'fd00:ec2::254', '::ffff:169.254.169.254']],
    ['a network of a provider', ['100.64.0.1', '100.127.255.255']],
    ['many at once', ['224.0.0.1', '239.255.255.255', '255.255.255.255', 'ff02::1']],
    [
      'an example, or for later',
      [
        '192.0.2.1',
        '198.18.0.1',
        '198.51.100.1',
        '203.0.113.1',
        '240.0.0.1',
        '2001:db8::1',
        '3fff::1',
        '100::1',
      ],
    ],
    ['none at all', ['', 'localhost', 'a.example', '256.1.1.1', '1.2.3.4.5']],
  ])('%s is none', (_, addresses) => {
    expect(addresses.filter(isPublic)).toEqual([]);
  });

  test('in IPv6 is what it is in IPv4, however it is wrapped', () => {
    fc.assert(
      fc.property(fc.ipV4(), (address) => {
        for (const wrapped of [`::ffff:${address}`, `64:ff9b::${address}`]) {
          expect(isPublic(wrapped)).toBe(isPublic(address));
        }
        expect(isPublic(`::${address}`)).toBe(false);
      }),
    );
  });
});

describe('fetching', () => {
  const servers: Server[] = [];
  afterEach(() => {
    for (const server of servers.splice(0)) {
      server.closeAllConnections();
      server.close();
    }
  });

  /** What has been asked, by host and path. */
  const asked: string[] = [];

  async function serve(address: string, listener: RequestListener): Promise<number> {
    asked.length = 0;
    const server = createServer((request, response) => {
      asked.push(`${request.headers.host?.split(':')[0]}${request.url}`);
      listener(request, response);
    });
    servers.push(server);
    server.listen(0, address);
    await once(server, 'listening');
    return (server.address() as AddressInfo).port;
  }

  /** Of all addresses of this machine, one is taken for the Internet, and the others for a network behind it. */
  const internet = '127.0.0.1';
  const inside = '127.0.0.2';
  const names: Record<string, readonly string[]> = {
    'a.example': [internet],
    'b.example': [internet],
    'inside.example': [inside],
    'both.example': [internet, inside],
    'nowhere.example': [],
  };
  const resolve: Resolve = async (host) => (names[host] ?? []).map((address) => ({ address, family: 4 }));

  async function get(url: string, resolving = resolve): Promise<string> {
    const { response, close } = await publicFetch(url, {
      headers: {},
      signal: AbortSignal.timeout(10_000),
      allowed: (address) => address === internet,
      resolve: resolving,
    });
    try {
      return await response.text();
    } finally {
      await close();
    }
  }

  const hello: RequestListener = (_, response) => response.end('hello');
  const leading =
    (to: (port: number) => string): RequestListener =>
    (request, response) => {
      const port = request.socket.localPort ?? 0;
      if (request.url === '/end') response.end('hello');
      else response.writeHead(302, { location: to(port) }).end();
    };

  test('goes where a name leads, and where that leads on', async () => {
    const port = await serve(
      internet,
      leading((at) => `http://b.example:${at}/end`),
    );
    expect(await get(`http://a.example:${port}/`)).toBe('hello');
    expect(asked).toEqual(['a.example/', 'b.example/end']);
  });

  test.each([
    ['a name of a machine inside', (port: number) => `http://inside.example:${port}/`],
    ['a name that has also an address inside', (port: number) => `http://both.example:${port}/`],
    ['a name of nothing', (port: number) => `http://nowhere.example:${port}/`],
    ['an address inside', (port: number) => `http://${inside}:${port}/`],
    ['an address inside, in other numbers', (port: number) => `http://0x7f000002:${port}/`],
    ['an address inside, in one number', (port: number) => `http://2130706434:${port}/`],
    ['an address inside, in octal numbers', (port: number) => `http://0177.0.0.02:${port}/`],
    ['an address inside, in fewer numbers', (port: number) => `http://127.2:${port}/`],
    [
      'an address inside, in digits of another script',
      (port: number) => `http://%EF%BC%91%EF%BC%92%EF%BC%97.0.0.2:${port}/`,
    ],
    ['an address inside, with a dot behind it', (port: number) => `http://${inside}.:${port}/`],
    ['an address inside, percent-encoded', (port: number) => `http://%31%32%37.0.0.2:${port}/`],
    [
      'an address inside, behind a name and a password',
      (port: number) => `http://a.example@${inside}:${port}/`,
    ],
    ['an address inside, in IPv6', (port: number) => `http://[::ffff:${inside}]:${port}/`],
  ])('does not go to %s, neither at once nor by a redirect', async (_, to) => {
    const port = await serve(inside, hello);
    await expect(get(to(port))).rejects.toThrow('is not a public address');
    expect(asked).toEqual([]);
    const outside = await serve(
      internet,
      leading(() => to(port)),
    );
    await expect(get(`http://a.example:${outside}/`)).rejects.toThrow('is not a public address');
    expect(asked).toEqual(['a.example/']);
  });

  test('goes to the address that was looked at, whatever the name server says afterwards', async () => {
    const port = await serve(internet, hello);
    let answers = 0;
    const rebinding: Resolve = async () => {
      answers += 1;
      return [{ address: answers === 1 ? internet : inside, family: 4 }];
    };
    expect(await get(`http://rebinding.example:${port}/`, rebinding)).toBe('hello');
    expect(answers).toBe(1);
    await expect(get(`http://rebinding.example:${port}/`, rebinding)).rejects.toThrow(
      'is not a public address',
    );
  });

  test.each(['file:///etc/passwd', 'ftp://a.example/', 'data:text/plain,hello', 'gopher://a.example/'])(
    'does not go on to %s',
    async (location) => {
      const port = await serve(
        internet,
        leading(() => location),
      );
      await expect(get(`http://a.example:${port}/`)).rejects.toThrow('an address of the kind');
    },
  );

  test('does not go round and round', async () => {
    const port = await serve(
      internet,
      leading((at) => `http://a.example:${at}/again`),
    );
    await expect(get(`http://a.example:${port}/`)).rejects.toThrow('more than 5 times');
    expect(asked).toHaveLength(6);
  });
});
