import { createHash } from 'node:crypto';
import { createReadStream, existsSync } from 'node:fs';
import { copyFile, mkdir, open, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { ScholargraphError } from '../../errors.ts';
import { type AdminOptions, runAdmin } from './admin.ts';
import { diskFull, isDiskFull } from './diskSpace.ts';
import { claimFolder } from './localNeo4j.ts';
import { readOrMakePassword } from './password.ts';
import { homeIn } from './settings.ts';
import { replaceStore } from './store.ts';

/** The newest form of a backup that this version reads. */
const form = 1;

const facts = z.object({
  /** ISO 8601 in UTC. */
  madeAt: z.string(),
  /** The version of Scholargraph that made it. */
  scholargraph: z.string(),
  /** The version of Neo4j that the graph was kept in. */
  neo4j: z.string(),
  /** The newest migration that the graph has; 0 where none has run. */
  migration: z.int().min(0),
  nodes: z.int().min(0),
  relationships: z.int().min(0),
});
/** What a backup says of the graph in it. */
export type BackupFacts = z.infer<typeof facts>;

const header = facts.extend({
  scholargraphBackup: z.int().positive(),
  /** Of the whole file, with zeros in the place of this. */
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
});

export interface Backup {
  readonly file: string;
  readonly facts: BackupFacts;
  /** Bytes before Neo4j's dump. */
  readonly offset: number;
}

const unknownDigest = '0'.repeat(64);

/** The same length for every digest. */
function headerLine(about: BackupFacts, sha256: string): Buffer {
  return Buffer.from(`${JSON.stringify({ scholargraphBackup: form, sha256, ...about })}\n`);
}

/**
 * Writes a backup of the local Neo4j, which must be stopped, in order, and claimed: a line of JSON, then Neo4j's dump. The
 * file has its name only when it is whole.
 *
 * @returns its bytes
 * @throws ScholargraphError BACKUP_FAILED with the words of `neo4j-admin`, OUTPUT_UNWRITABLE, DISK_FULL, and those of a start
 */
export async function dumpStore(file: string, about: BackupFacts, options: AdminOptions): Promise<number> {
  const partial = `${file}.partial`;
  try {
    await mkdir(path.dirname(file), { recursive: true });
    const target = await open(partial, 'w', 0o600);
    try {
      const room = headerLine(about, unknownDigest);
      await target.write(room);
      const digest = createHash('sha256').update(room);
      await runAdmin(options, {
        home: homeIn(options.dataFolder).folder,
        arguments: ['database', 'dump', '--to-stdout', 'neo4j'],
        output: async (dump) => {
          for await (const chunk of dump) {
            digest.update(chunk);
            await target.writeFile(chunk);
          }
        },
        failure: { code: 'BACKUP_FAILED', what: "Neo4j's dump ended", fix: 'The graph is as it was.' },
      });
      await target.write(headerLine(about, digest.digest('hex')), 0, undefined, 0);
      await target.sync();
      const { size } = await target.stat();
      await rename(partial, file);
      return size;
    } finally {
      await target.close();
    }
  } catch (error) {
    await rm(partial, { force: true });
    if (isDiskFull(error)) throw diskFull(path.dirname(file), { cause: error });
    if (error instanceof Error && 'path' in error && error.path === partial) {
      throw new ScholargraphError('OUTPUT_UNWRITABLE', 'The backup cannot be written', {
        source: file,
        fix: 'Name a file in a folder that this user can write to.',
        cause: error,
      });
    }
    throw error;
  }
}

/**
 * Reads the whole backup once and compares it with its digest.
 *
 * @throws ScholargraphError SOURCE_UNREADABLE, BACKUP_DAMAGED, DATABASE_NEWER_THAN_SERVER where a newer version made it
 */
export async function readBackup(file: string): Promise<Backup> {
  try {
    const { line, offset } = await firstLine(file);
    const stated = statedIn(line);
    if (stated === undefined) throw damaged(file, 'This is no backup of Scholargraph');
    if (stated.scholargraphBackup > form) {
      throw new ScholargraphError('DATABASE_NEWER_THAN_SERVER', 'A newer Scholargraph has made this backup', {
        source: file,
        expected: `a backup in form ${form}, not ${stated.scholargraphBackup}`,
        fix: `Restore it by Scholargraph ${stated.scholargraph} or newer.`,
      });
    }
    const digest = createHash('sha256').update(`${line.replace(stated.sha256, unknownDigest)}\n`);
    for await (const chunk of createReadStream(file, { start: offset })) digest.update(chunk);
    if (digest.digest('hex') !== stated.sha256) {
      throw damaged(file, 'The backup is not what was written: it is cut short or was changed');
    }
    return { file, facts: facts.parse(stated), offset };
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && 'syscall' in error)) throw error;
    throw new ScholargraphError('SOURCE_UNREADABLE', `The backup cannot be read: ${error.message}`, {
      source: file,
      cause: error,
    });
  }
}

async function firstLine(file: string): Promise<{ readonly line: string; readonly offset: number }> {
  const handle = await open(file);
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(4_096), 0, 4_096, 0);
    const end = buffer.subarray(0, bytesRead).indexOf('\n');
    return { line: buffer.toString('utf8', 0, Math.max(end, 0)), offset: end + 1 };
  } finally {
    await handle.close();
  }
}

function statedIn(line: string): z.infer<typeof header> | undefined {
  try {
    return header.parse(JSON.parse(line));
  } catch {
    return undefined;
  }
}

function damaged(file: string, what: string): ScholargraphError {
  return new ScholargraphError('BACKUP_DAMAGED', what, {
    source: file,
    fix: 'Copy it anew from where it was kept, or take another one. Nothing was changed.',
  });
}

/**
 * Puts the graph of a backup in the place of the local one, whose folder must be claimed. It is loaded beside the one that is
 * there, which stays until `check` has opened the new one and found it good; whatever ends this before, it stays for good.
 *
 * @param check gets the data folder of the new graph
 * @throws ScholargraphError BACKUP_FAILED with the words of `neo4j-admin`, DISK_FULL, those of a start, and what `check` throws
 */
export async function restoreStore(
  backup: Backup,
  options: AdminOptions,
  check: (dataFolder: string) => Promise<void>,
): Promise<void> {
  const home = homeIn(options.dataFolder);
  const aside = path.join(home.folder, 'restored');
  const restored = homeIn(aside);
  // The Neo4j of a check that was killed may still be running.
  if (existsSync(aside)) await (await claimFolder(aside)).release();
  try {
    // What was killed may write a little longer.
    await rm(aside, { recursive: true, force: true, maxRetries: 5 });
    await mkdir(restored.folder, { recursive: true });
    await readOrMakePassword(home.password);
    await copyFile(home.password, restored.password);
    await runAdmin(options, {
      home: restored.folder,
      arguments: ['database', 'load', '--from-stdin', 'neo4j'],
      input: createReadStream(backup.file, { start: backup.offset }),
      failure: { code: 'BACKUP_FAILED', what: "Neo4j's load ended", fix: 'The graph is as it was.' },
    });
    await check(aside);
    options.signal?.throwIfAborted();
    await replaceStore(home, restored.store);
  } catch (error) {
    throw isDiskFull(error) ? diskFull(home.folder, { cause: error }) : error;
  } finally {
    await rm(aside, { recursive: true, force: true });
  }
}
