import { createHash, timingSafeEqual } from 'node:crypto';
import type { Administrator } from '../config.ts';

/**
 * Who a request comes from, by the token in its header `Authorization: Bearer …`. Takes the same time whatever the
 * token, so that nobody learns a part of one by trying.
 * @returns the administrator's name; undefined for anybody else
 */
export function administratorOf(
  request: Request,
  administrators: readonly Administrator[],
): string | undefined {
  const [, token] = /^Bearer +(\S+) *$/i.exec(request.headers.get('authorization') ?? '') ?? [];
  if (token === undefined) return undefined;
  const given = digest(token);
  return administrators.filter((each) => timingSafeEqual(digest(each.token), given))[0]?.name;
}

function digest(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}
