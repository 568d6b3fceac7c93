import { parentPort, workerData } from 'node:worker_threads';
import type { Order } from './crew.ts';
import type { BulkContext, Pass, PassResult } from './pass.ts';
import { makePass } from './passes.ts';

/** A thread of a crew: answers each order when it has been carried out. */
const context: BulkContext = workerData;
const nothing: PassResult = { written: [] };
let pass: Pass | undefined;

parentPort?.on('message', (order: Order) => {
  parentPort?.postMessage(carriedOut(order));
});

function carriedOut(order: Order): PassResult {
  if ('begin' in order) {
    pass = makePass(order.begin, context, order.writer, order.options);
    return nothing;
  }
  if ('run' in order) {
    pass?.run(order.run);
    return nothing;
  }
  return pass?.close() ?? nothing;
}
