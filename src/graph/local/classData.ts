import { createHash, randomBytes } from 'node:crypto';
import { copyFile, mkdir, readdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { sha256Of } from './download.ts';
import type { Java } from './java.ts';
import type { Home } from './settings.ts';

/**
 * Java's archive of loaded classes (class data sharing, JEP 350): with it Neo4j starts in about 60 % of the time. The first
 * run of a set of jars on a Java makes it as it ends, which takes that run some five seconds more; later runs read it.
 */
export interface ClassData {
  readonly javaArguments: readonly string[];
  /** Puts the archive, if this run made one, into the cache. Only after Java has ended in order: it may be half one. */
  keep(): Promise<void>;
  /** Removes the archive, if this run read one. For when Java has crashed at the start, be it for another reason. */
  discard(): Promise<void>;
}

/**
 * An archive has its SHA-256 in its name and is read only if it has it still: Java dies of a damaged one. Java itself
 * passes over an archive of other jars or of another Java.
 */
export async function classData(
  home: Home,
  cacheFolder: string,
  java: Java,
  classPath: readonly string[],
): Promise<ClassData> {
  const key = createHash('sha256')
    .update([java.banner, ...classPath].join('\n'))
    .digest('hex')
    .slice(0, 16);
  const folder = path.join(cacheFolder, 'class-data');
  const made = path.join(home.folder, 'run', 'classes.jsa');
  await rm(made, { force: true });
  for (const name of await readdir(folder).catch(() => [])) {
    const sha256 = name.startsWith(`${key}-`) && /^[0-9a-f]+-([0-9a-f]{64})\.jsa$/.exec(name)?.[1];
    if (!sha256) continue;
    const archive = path.join(folder, name);
    if ((await sha256Of(archive).catch(() => undefined)) === sha256) {
      return {
        javaArguments: [`-XX:SharedArchiveFile=${archive}`, '-Xlog:cds=off', '-Xlog:cds+dynamic=off'],
        keep: async () => {},
        discard: () => rm(archive, { force: true }),
      };
    }
    await rm(archive, { force: true });
  }
  return {
    javaArguments: [`-XX:ArchiveClassesAtExit=${made}`, '-Xlog:cds=off', '-Xlog:cds+dynamic=off'],
    keep: async () => {
      const part = path.join(folder, `${key}.${randomBytes(4).toString('hex')}.part`);
      try {
        await mkdir(folder, { recursive: true });
        await copyFile(made, part);
        await rename(part, path.join(folder, `${key}-${await sha256Of(part)}.jsa`));
      } catch {
        // Java made none, or there is no room for it: the next start is slower, and that is all.
        await rm(part, { force: true });
      } finally {
        await rm(made, { force: true });
      }
    },
    discard: () => rm(made, { force: true }),
  };
}
