import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { FairQueue } from '../../src/serving/fairQueue.ts';

/** Lets all that has been settled go on. */
const turn = () => new Promise((resolve) => setImmediate(resolve));

/** Who is inside, in the order in which they came in. */
function watching(queue: FairQueue) {
  const inside: { readonly client: string; readonly leave: () => void }[] = [];
  const refused: string[] = [];
  const come = (client: string) => {
    queue.enter(client).then(
      (leave) => inside.push({ client, leave }),
      () => refused.push(client),
    );
  };
  return { inside, refused, come };
}

describe('a fair queue', () => {
  test('lets in so many at a time', async () => {
    const queue = new FairQueue({ running: 2, waiting: 10, patience: 10_000 });
    const { inside, come } = watching(queue);
    for (const client of ['a', 'b', 'c']) come(client);
    await turn();
    expect(inside.map(({ client }) => client)).toEqual(['a', 'b']);
    inside[0]?.leave();
    await turn();
    expect(inside.map(({ client }) => client)).toEqual(['a', 'b', 'c']);
    for (const { leave } of inside) leave();
    expect(queue.running).toBe(0);
  });

  test('lets clients in by turns, however many times one has come', async () => {
    const queue = new FairQueue({ running: 1, waiting: 10, patience: 10_000 });
    const { inside, come } = watching(queue);
    for (const client of ['a', 'a', 'a', 'a', 'b', 'c']) come(client);
    for (let at = 0; at < 6; at += 1) {
      await turn();
      inside[at]?.leave();
    }
    expect(inside.map(({ client }) => client)).toEqual(['a', 'a', 'b', 'c', 'a', 'a']);
  });

  test('lets in so many of one client at a time, and others past those who wait for that', async () => {
    const queue = new FairQueue({ running: 3, each: 2, waiting: 10, patience: 10_000 });
    const { inside, come } = watching(queue);
    for (const client of ['a', 'a', 'a', 'a', 'b']) come(client);
    await turn();
    expect(inside.map(({ client }) => client)).toEqual(['a', 'a', 'b']);
    inside[2]?.leave();
    await turn();
    expect([queue.running, queue.waiting]).toEqual([2, 2]);
    inside[0]?.leave();
    await turn();
    expect(inside.map(({ client }) => client)).toEqual(['a', 'a', 'b', 'a']);
    for (let at = 1; at < 5; at += 1) {
      inside[at]?.leave();
      await turn();
    }
    expect([queue.running, queue.waiting]).toEqual([0, 0]);
  });

  test('turns away at once whom it would refuse, and nobody else', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.constantFrom('a', 'b', 'c'), { maxLength: 12 }),
        fc.constantFrom('a', 'b', 'c', 'd'),
        fc.nat({ max: 4 }),
        async (before, client, waiting) => {
          const queue = new FairQueue({ running: 1, waiting, patience: 10_000 });
          const { inside, refused, come } = watching(queue);
          for (const each of before) come(each);
          await turn();
          const shed = queue.shed;
          const away = queue.turnAway(client);
          expect(queue.shed - shed).toBe(away === undefined ? 0 : 1);
          const [held, sentAway] = [queue.waiting, refused.length];
          come(client);
          await turn();
          expect(refused.slice(sentAway).includes(client)).toBe(away !== undefined);
          if (away !== undefined) expect(queue.waiting).toBe(held);
          for (let at = 0; at < before.length + 1; at += 1) {
            inside[at]?.leave();
            await turn();
          }
        },
      ),
    );
  });

  test('sends away the latest of whoever has the most waiting', async () => {
    const queue = new FairQueue({ running: 1, waiting: 3, patience: 10_000 });
    const { inside, refused, come } = watching(queue);
    for (const client of ['a', 'a', 'a', 'a', 'b']) come(client);
    await turn();
    expect(refused).toEqual(['a']);
    come('a');
    await turn();
    expect(refused).toEqual(['a', 'a']);
    expect(queue.waiting).toBe(3);
    expect(queue.shed).toBe(2);
    for (let at = 0; at < 4; at += 1) {
      inside[at]?.leave();
      await turn();
    }
    expect(inside.map(({ client }) => client)).toEqual(['a', 'a', 'b', 'a']);
  });

  test('sends away whoever has waited long enough', async () => {
    const queue = new FairQueue({ running: 1, waiting: 10, patience: 20 });
    await queue.enter('a');
    await expect(queue.enter('b')).rejects.toMatchObject({ code: 'SERVER_BUSY' });
    expect(queue.waiting).toBe(0);
  });

  test('forgets whoever goes away', async () => {
    const queue = new FairQueue({ running: 1, waiting: 10, patience: 10_000 });
    const leave = await queue.enter('a');
    const gone = new AbortController();
    const waiting = queue.enter('b', gone.signal);
    gone.abort(new Error('gone'));
    await expect(waiting).rejects.toThrow('gone');
    leave();
    expect([queue.running, queue.waiting]).toEqual([0, 0]);
  });

  test('never lets in too many, and never loses a place', async () => {
    const steps = fc.array(
      fc.record({ client: fc.constantFrom('a', 'b', 'c'), step: fc.constantFrom('come', 'leave', 'abort') }),
    );
    await fc.assert(
      fc.asyncProperty(steps, async (sequence) => {
        const queue = new FairQueue({ running: 2, waiting: 4, patience: 10_000 });
        const inside: (() => void)[] = [];
        const gone: AbortController[] = [];
        for (const { client, step } of sequence) {
          if (step === 'leave') inside.shift()?.();
          else if (step === 'abort') gone.shift()?.abort();
          else {
            const going = new AbortController();
            gone.push(going);
            queue.enter(client, going.signal).then(
              (leave) => inside.push(leave),
              () => {},
            );
          }
          await turn();
          expect(queue.running).toBe(inside.length);
          expect(queue.running).toBeLessThanOrEqual(2);
          expect(queue.waiting).toBeLessThanOrEqual(4);
          if (queue.waiting > 0) expect(queue.running).toBe(2);
        }
        while (inside.length > 0) {
          inside.shift()?.();
          await turn();
        }
        expect([queue.running, queue.waiting]).toEqual([0, 0]);
      }),
    );
  });
});
