import { readdir, realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { ScholargraphError } from '../errors.ts';
import { nameOfAddress, type OpenOptions, openSource, type Source } from '../readers/source.ts';

/** Something to take in: it becomes one source. */
export interface Input {
  /** What provenance calls it. */
  readonly uri: string;
  /** Bytes, as far as it is known before it is opened. */
  readonly size: number | undefined;
  /** Came upon in a folder rather than named: there, what holds no bibliography is passed over. */
  readonly found: boolean;
  /** @throws ScholargraphError */
  open(options: Omit<OpenOptions, 'uri'>): Promise<Source>;
}

/** @param uri what to call it instead of its target */
export function inputOf(target: string, uri = pathOf(target) ?? nameOfAddress(target)): Input {
  return { uri, size: undefined, found: false, open: (options) => openSource(target, { ...options, uri }) };
}

/**
 * What targets name, each once. Folders are walked in the order of their names: what begins with a dot is left
 * out, links are followed, and whatever has been met before, as by a loop of links, is not entered again.
 *
 * A file is called by its real path, so that it is one source whichever way leads to it. What cannot be looked at is
 * handed on all the same; opening it says why.
 *
 * @param targets paths, `file:`, `http:` or `https:` URLs, `-` for standard input, or inputs, which stay what they are
 */
export async function inputsOf(targets: Iterable<string | Input>): Promise<Input[]> {
  const inputs: Input[] = [];
  const met = new Set<string>();
  for (const target of targets) {
    const file = typeof target === 'string' ? pathOf(target) : undefined;
    if (file !== undefined) {
      for await (const input of within(file, false, met)) inputs.push(input);
    } else if (typeof target !== 'string') {
      inputs.push(target);
    } else if (!met.has(target)) {
      met.add(target);
      inputs.push(inputOf(target));
    }
  }
  return inputs;
}

/** The absolute path that a target names; undefined where it names none. */
export function pathOf(target: string): string | undefined {
  if (target === '-') return undefined;
  if (!/^[a-z][a-z\d+.-]+:\/\//i.test(target)) return path.resolve(target);
  if (!/^file:/i.test(target)) return undefined;
  try {
    return fileURLToPath(target);
  } catch {
    return undefined;
  }
}

/** Whether a walk leaves it out for its name. */
export function isHidden(name: string): boolean {
  return name.startsWith('.');
}

async function* within(
  file: string,
  found: boolean,
  met: Set<string>,
): AsyncGenerator<Input, void, undefined> {
  const input = (called = file, size?: number): Input => ({ ...inputOf(called), size, found });
  let real: string;
  let status: Awaited<ReturnType<typeof stat>>;
  try {
    real = await realpath(file);
    status = await stat(real);
  } catch {
    yield input();
    return;
  }
  if (met.has(real)) return;
  met.add(real);
  if (status.isDirectory()) {
    let names: string[];
    try {
      names = await readdir(file);
    } catch (cause) {
      yield refused(input(), 'SOURCE_UNREADABLE', 'This folder cannot be read', cause);
      return;
    }
    for (const name of names.sort()) {
      if (!isHidden(name)) yield* within(path.join(file, name), true, met);
    }
  } else if (status.isFile()) {
    yield input(real, status.size);
  } else if (found) {
    // Reading a pipe or a device that happens to lie there could wait forever.
    yield refused(input(), 'FORMAT_UNKNOWN', 'It is neither a file nor a folder');
  } else {
    yield input();
  }
}

function refused(
  input: Input,
  code: 'SOURCE_UNREADABLE' | 'FORMAT_UNKNOWN',
  what: string,
  cause?: unknown,
): Input {
  return {
    ...input,
    open: async () => {
      throw new ScholargraphError(code, what, { source: input.uri, cause });
    },
  };
}
