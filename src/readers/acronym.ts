/** Whether a short form of a venue's name is an acronym: 'NeurIPS' and 'PNAS', but not 'Nature' or 'J. Mach. Learn. Res.'. */
export function isAcronym(short: string): boolean {
  return /^[\p{L}\d&-]{2,12}$/u.test(short) && (short.match(/\p{Lu}/gu)?.length ?? 0) >= 2;
}
