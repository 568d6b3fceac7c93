import { setImmediate } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { InFlight } from '../../src/ingest/inFlight.ts';

describe('work in flight', () => {
  test.each([1, 2, 3])('is %i at a time, while its giver goes on', async (limit) => {
    const flight = new InFlight(limit);
    let running = 0;
    let most = 0;
    const begun: number[] = [];
    for (let turn = 0; turn < 10; turn++) {
      await flight.begin(async () => {
        most = Math.max(most, ++running);
        await setImmediate();
        running -= 1;
      });
      begun.push(running);
    }
    expect(most).toBe(limit);
    expect(begun.every((count) => count > 0)).toBe(true);
    await flight.end();
    expect(running).toBe(0);
  });

  test('that fails is told of where the next would begin, and nothing more is begun', async () => {
    const flight = new InFlight(1);
    const failing = new Error('refused');
    let others = 0;
    await flight.begin(() => Promise.reject(failing));
    await expect(
      flight.begin(async () => {
        others += 1;
      }),
    ).rejects.toBe(failing);
    await expect(flight.end()).rejects.toBe(failing);
    expect(others).toBe(0);
  });

  test('is waited for at the end also if some of it fails', async () => {
    const flight = new InFlight(2);
    let ended = false;
    await flight.begin(async () => {
      await setImmediate();
      await setImmediate();
      ended = true;
    });
    await flight.begin(() => Promise.reject(new Error('refused')));
    await expect(flight.end()).rejects.toThrow('refused');
    expect(ended).toBe(true);
  });
});
