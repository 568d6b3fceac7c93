import { createServer } from 'node:net';
import { ScholargraphError } from '../../errors.ts';

const host = '127.0.0.1';

/** A port of the loopback address that nobody listens on. Another process can still be quicker to take it. */
export async function freePort(): Promise<number> {
  return listenBriefly(0);
}

/** @throws ScholargraphError PORT_IN_USE */
export async function requirePort(port: number): Promise<void> {
  try {
    await listenBriefly(port);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EADDRINUSE')
      throw portInUse(port, error);
    throw new ScholargraphError('NEO4J_START_FAILED', `Neo4j cannot listen on port ${port}`, {
      expected: 'a port that this user may listen on',
      fix: 'Name another port, or none to have a free one chosen.',
      cause: error,
    });
  }
}

export function portInUse(port: number, cause?: unknown): ScholargraphError {
  return new ScholargraphError('PORT_IN_USE', `Port ${port} of ${host} is taken by another process`, {
    fix: 'Stop that process, or name another port, or none to have a free one chosen.',
    cause,
  });
}

function listenBriefly(port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(port, host, () => {
      const address = server.address();
      server.close(() => {
        if (address !== null && typeof address === 'object') resolve(address.port);
        else reject(new Error('the system gave no port'));
      });
    });
  });
}
