import { createHash, timingSafeEqual } from 'node:crypto';
import type { Administrator } from '../config.ts';
import { ScholargraphError } from '../errors.ts';

/**
 * Who a request comes from, by its header `Authorization: Bearer …`. Takes the same time whatever the token, so that
 * nobody learns a part of one by trying.
 * @returns the administrator's name; undefined for anybody else
 */
export function administratorOf(
  authorization: string | null | undefined,
  administrators: readonly Administrator[],
): string | undefined {
  const [, token] = /^Bearer +(\S+) *$/i.exec(authorization ?? '') ?? [];
  if (token === undefined) return undefined;
  const given = digest(token);
  return administrators.filter((each) => timingSafeEqual(digest(each.token), given))[0]?.name;
}

export function administratorRequired(): ScholargraphError {
  return new ScholargraphError('ADMINISTRATOR_REQUIRED', 'Only an administrator may do this', {
    expected: 'the header `Authorization: Bearer …` with the token of an administrator',
    fix: 'Whoever runs the server names administrators and their tokens in SCHOLARGRAPH_ADMIN_TOKENS.',
  });
}

function digest(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}
