import type { IncomingMessage, ServerResponse } from 'node:http';

/** How long a request may take to arrive, in milliseconds. */
export interface RequestTimes {
  readonly whole: number;
  /** Between two parts of it. */
  readonly silence: number;
}

export const requestTimes: RequestTimes = { whole: 30_000, silence: 30_000 };

/** Of a file from an administrator, over a slow line. */
export const uploadTimes: RequestTimes = { whole: 3_600_000, silence: 30_000 };

/** Ends the connection of a request that takes longer, with the status 408 where nothing has been answered yet. */
export function receiveWithin(
  request: IncomingMessage,
  response: ServerResponse,
  { whole, silence }: RequestTimes,
): void {
  const { socket } = request;
  const began = performance.now();
  let heard = began;
  let bytes = socket.bytesRead;
  const timer = setInterval(() => {
    if (request.complete) {
      clearInterval(timer);
      return;
    }
    const now = performance.now();
    if (socket.bytesRead !== bytes) heard = now;
    bytes = socket.bytesRead;
    if (now - began < whole && now - heard < silence) return;
    clearInterval(timer);
    if (!response.headersSent) socket.write('HTTP/1.1 408 Request Timeout\r\nConnection: close\r\n\r\n');
    socket.destroySoon();
  }, Math.min(whole, silence) / 10).unref();
  response.once('close', () => clearInterval(timer));
}

/**
 * Ends the connection of whoever takes nothing of an answer for so long: it would be kept for them as long as they like. Time in
 * which there is nothing to take does not count.
 */
export function takeWithin(response: ServerResponse, milliseconds: number): void {
  response.setTimeout(milliseconds, () => {
    const { socket } = response;
    if (socket !== null && socket.writableLength > 0) socket.destroy();
  });
}
