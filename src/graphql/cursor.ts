import { createHash } from 'node:crypto';
import { z } from 'zod';
import { ScholargraphError } from '../errors.ts';
import type { KeyValue, OrderKey } from '../graph/read/page.ts';

/*
 * A cursor is the position of one row in one order: base64url of a check sum and the JSON of the order's name and
 * the row's keys. It names a place, not a row, so that it stays good when rows come and go.
 */

const content = z.tuple([z.string()], z.union([z.string(), z.number()]));

export function cursorOf(order: string, keys: readonly KeyValue[]): string {
  const text = JSON.stringify([order, ...keys]);
  return Buffer.from(checksum(text) + text).toString('base64url');
}

/**
 * @param order the name of the order in which the connection is read
 * @throws ScholargraphError BAD_CURSOR where the cursor is not one, or is of another order
 */
export function keysOf(
  cursor: string,
  order: string,
  keys: readonly OrderKey[],
  argument: 'after' | 'before',
): readonly KeyValue[] {
  const decoded = Buffer.from(cursor, 'base64url').toString();
  const text = decoded.slice(checksumLength);
  if (
    cursorText.test(cursor) === false ||
    decoded.slice(0, checksumLength) !== checksum(text) ||
    Buffer.from(decoded).toString('base64url') !== cursor
  ) {
    throw badCursor(argument, 'is not a cursor of this server');
  }
  const parsed = content.safeParse(json(text));
  if (!parsed.success) throw badCursor(argument, 'is not a cursor of this server');
  const [name, ...values] = parsed.data;
  if (name !== order) throw badCursor(argument, 'is a cursor of another connection or another order');
  if (values.length !== keys.length || keys.some((key, at) => typeof values[at] !== key.kind)) {
    throw badCursor(argument, 'does not fit the order of this connection');
  }
  return values;
}

const cursorText = /^[\w-]{8,4096}$/;
const checksumLength = 6;

/** Against typing errors and cut-off ends. A forger learns nothing that the same query without a cursor hides. */
function checksum(text: string): string {
  return createHash('sha256').update('cursor').update(text).digest('base64url').slice(0, checksumLength);
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function badCursor(argument: string, what: string): ScholargraphError {
  return new ScholargraphError('BAD_CURSOR', `What the argument ${argument} holds ${what}`, {
    field: argument,
    expected: 'a cursor that the same connection gave, in the same order',
    fix: 'Read the first page again without it.',
  });
}
