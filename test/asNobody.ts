/**
 * Runs `work` as a user who may not read and write everything: as root, one steps down for its time; others already
 * are such a user. Needs a process of its own, as vitest's forks are, since it changes the whole process.
 */
export async function asNobody<Result>(work: () => Promise<Result>): Promise<Result> {
  if (process.getuid?.() !== 0 || process.seteuid === undefined) return work();
  process.seteuid(65_534);
  try {
    return await work();
  } finally {
    process.seteuid(0);
  }
}
