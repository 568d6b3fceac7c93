import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

setFlagsFromString('--expose-gc');
const collect: unknown = runInNewContext('gc');

/** @returns bytes on the heap and in buffers that somebody holds: all that nobody does is collected first */
export function heldMemory(): number {
  if (typeof collect !== 'function') throw new Error('V8 gives no way to collect');
  collect();
  const { arrayBuffers, heapUsed } = process.memoryUsage();
  return arrayBuffers + heapUsed;
}
