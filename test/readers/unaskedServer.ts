import { once } from 'node:events';
import { type AddressInfo, connect, createServer } from 'node:net';

/** A server on this machine that nobody should connect to. */
export async function unaskedServer() {
  let connections = 0;
  const server = createServer((socket) => {
    connections += 1;
    socket.end('HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n');
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    address: `http://127.0.0.1:${port}/`,
    /** Closes it and says how many have connected. */
    async connections(): Promise<number> {
      // Whoever came before a connection of our own has been counted when that is answered.
      await once(connect(port, '127.0.0.1').resume(), 'close');
      server.close();
      return connections - 1;
    },
  };
}
