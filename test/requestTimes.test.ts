import { once } from 'node:events';
import { createServer } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { receiveWithin, takeWithin } from '../src/graphql/requestTimes.ts';

/**
 * What a client gets that sends a byte of its body each `every` milliseconds, and how many it could send. The server
 * answers once it has the whole body.
 */
async function sending(bytes: number, every: number, times: { whole: number; silence: number }) {
  const server = createServer((request, response) => {
    receiveWithin(request, response, times);
    request.resume().on('end', () => response.end());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const client = connect((server.address() as AddressInfo).port, '127.0.0.1');
  let answer = '';
  let closed = false;
  client
    .on('data', (data) => {
      answer += data;
    })
    .on('error', () => {})
    .on('close', () => {
      closed = true;
    });
  client.write(`POST / HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: ${bytes}\r\n\r\n`);
  for (let sent = 0; sent < bytes && !closed; sent++) {
    await delay(every);
    client.write('x');
  }
  if (!closed) await once(client, 'close');
  await new Promise((resolve) => server.close(resolve));
  return answer.split('\r\n')[0];
}

test('a request that arrives in time is answered', async () => {
  expect(await sending(5, 20, { whole: 5_000, silence: 3_000 })).toBe('HTTP/1.1 200 OK');
});

test('one that keeps silent for too long is ended', async () => {
  expect(await sending(2, 2_000, { whole: 60_000, silence: 300 })).toBe('HTTP/1.1 408 Request Timeout');
});

test('one that takes too long in all is ended, however lively it is', async () => {
  expect(await sending(1_000, 20, { whole: 500, silence: 60_000 })).toBe('HTTP/1.1 408 Request Timeout');
});

/** An answer of so many bytes, begun after `wait`, that may be left where it is for 300 ms. @returns the client's connection */
async function answering(bytes: number, wait: number) {
  const server = createServer(async (_, response) => {
    takeWithin(response, 300);
    await delay(wait);
    response.end(Buffer.alloc(bytes));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const connected = once(server, 'connection');
  const client = connect((server.address() as AddressInfo).port, '127.0.0.1').on('error', () => {});
  client.write('GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n');
  const [theirs] = await connected;
  return { client, theirs, close: () => server.close() };
}

test('an answer that nobody takes is given up', async () => {
  // More than what is on its way between the two of them.
  const { client, theirs, close } = await answering(64 * 1024 ** 2, 0);
  client.pause();
  await once(theirs, 'close');
  client.destroy();
  close();
});

test('one that is taken is not, however long there is nothing to take before', async () => {
  const { client, close } = await answering(1_000, 1_000);
  let taken = 0;
  for await (const part of client) taken += part.length;
  expect(taken).toBeGreaterThan(1_000);
  close();
});
