import { readFile, writeFile } from 'node:fs/promises';
import { ScholargraphError } from '../errors.ts';
import { printedSchema } from '../graphql/index.ts';

export interface SchemaOptions {
  /** Write the schema to this file; without `output` and `check` it goes to standard output. */
  readonly output?: string | undefined;
  /** Fail if this file does not hold the schema as it is. */
  readonly check?: string | undefined;
}

/** Prints the GraphQL schema, or compares a file with it. @returns 1 where the file is stale, else 0 */
export async function schema(options: SchemaOptions): Promise<number> {
  const text = printedSchema();
  if (options.check !== undefined) {
    if ((await textOf(options.check)) === text) return 0;
    process.stderr.write(`${options.check} is not the schema as it is. Run: npm run schema\n`);
    return 1;
  }
  if (options.output === undefined) process.stdout.write(text);
  else await writeFile(options.output, text);
  return 0;
}

async function textOf(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (cause) {
    throw new ScholargraphError('SOURCE_UNREADABLE', 'The file cannot be read', {
      source: file,
      fix: 'Write it by: npm run schema',
      cause,
    });
  }
}
