import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Busboy, type BusboyInstance } from '@fastify/busboy';
import type { GraphQLParams } from 'graphql-yoga';
import { z } from 'zod';
import { ScholargraphError } from '../errors.ts';
import { type Content, spooled } from '../imports/content.ts';

/** Files that one request may send. */
export const fileLimit = 10;

export interface ReceiveLimits {
  /** Characters of the parts `operations` and `map`, each. */
  readonly fieldSize: number;
}

/** A file that a request has sent. */
export class Upload {
  #content: Content | undefined;

  constructor(content: Content) {
    this.#content = content;
  }

  /**
   * Hands the content to the caller, who closes it.
   * @throws ScholargraphError BAD_INPUT where it has been handed out already
   */
  take(): Content {
    const content = this.#content;
    this.#content = undefined;
    if (content !== undefined) return content;
    throw new ScholargraphError('BAD_INPUT', 'The same file is used twice', {
      fix: 'Send it once for each use, as a part of its own.',
    });
  }

  /** Takes back content that the caller has no use for. */
  giveBack(content: Content): void {
    this.#content = content;
  }

  /** Closes the content unless somebody has taken it. */
  async discard(): Promise<void> {
    await this.#content?.close();
    this.#content = undefined;
  }
}

export interface Received {
  readonly params: GraphQLParams;
  readonly uploads: readonly Upload[];
}

const operations = z.strictObject({
  query: z.string().optional(),
  operationName: z.string().nullish(),
  variables: z.record(z.string(), z.unknown()).nullish(),
  extensions: z.record(z.string(), z.unknown()).nullish(),
});
const filesMap = z.record(z.string().max(100), z.array(z.string().max(1_000)).max(fileLimit));

/**
 * Reads a `multipart/form-data` request by the GraphQL multipart request specification
 * (github.com/jaydenseric/graphql-multipart-request-spec): files go to disk while they arrive, and where the part `map`
 * says so, they stand in the variables. Nothing stays behind where this throws.
 * @throws ScholargraphError BAD_INPUT, or what `body` throws, or what keeping a file throws
 */
export async function receiveMultipart(
  contentType: string,
  body: AsyncIterable<Uint8Array>,
  { fieldSize }: ReceiveLimits,
): Promise<Received> {
  const fields = new Map<string, string>();
  const arriving = new Map<string, { readonly stream: Readable; readonly content: Promise<Content> }>();
  try {
    const form = formOf(contentType, fieldSize);
    const refuse = (error: ScholargraphError) => form.destroy(error);
    form.on('field', (name, value, nameCut, valueCut) => {
      if (nameCut || valueCut) refuse(malformed(`The part ${name} has more than ${fieldSize} bytes`));
      else fields.set(name, value);
    });
    form.on('file', (name, stream) => {
      // Busboy tells of a form that breaks off on the part, too, where it would end the process if nobody listened.
      stream.on('error', () => {});
      if (arriving.has(name)) {
        refuse(malformed(`Two parts are called ${name}`));
        return;
      }
      const content = spooled(stream);
      // A part that breaks off ends the form with it; what it says is thrown below.
      content.catch((error: unknown) => form.destroy(error instanceof Error ? error : undefined));
      arriving.set(name, { stream, content });
    });
    form.on('partsLimit', () => refuse(malformed(`There are more than ${fileLimit} files`)));
    form.on('filesLimit', () => refuse(malformed(`There are more than ${fileLimit} files`)));
    form.on('fieldsLimit', () => refuse(malformed('There are parts besides operations, map and files')));
    await pipeline(Readable.from(body, { objectMode: false }), form);
    const files = new Map<string, Upload>();
    for (const [name, { content }] of arriving) files.set(name, new Upload(await content));
    return { params: placed(fields, files), uploads: [...files.values()] };
  } catch (error) {
    for (const { stream, content } of arriving.values()) {
      stream.destroy();
      await content.then((kept) => kept.close()).catch(() => {});
    }
    throw error instanceof ScholargraphError || isAbort(error) || isOfSystem(error)
      ? error
      : malformed('The form is broken', error);
  }
}

function formOf(contentType: string, fieldSize: number): BusboyInstance {
  return new Busboy({
    headers: { 'content-type': contentType },
    limits: {
      fieldNameSize: 100,
      fieldSize,
      fields: 2,
      files: fileLimit,
      parts: fileLimit + 2,
      headerPairs: 20,
    },
  });
}

/** The operation, with the files where `map` says. */
function placed(fields: ReadonlyMap<string, string>, files: ReadonlyMap<string, Upload>): GraphQLParams {
  const operation = parsed('operations', fields.get('operations'), operations);
  const map = parsed('map', fields.get('map'), filesMap);
  for (const [name, paths] of Object.entries(map)) {
    const file = files.get(name);
    if (file === undefined) throw malformed(`The part map names a file ${name}, which is not there`);
    for (const path of paths) place(operation, path, file);
  }
  const { query, operationName, variables, extensions } = operation;
  return {
    ...(query === undefined ? {} : { query }),
    ...(operationName == null ? {} : { operationName }),
    ...(variables == null ? {} : { variables }),
    ...(extensions == null ? {} : { extensions }),
  };
}

/** Only what the operation itself has, so that no path leads to what all objects share. */
function place(operation: object, path: string, file: Upload): void {
  const steps = path.split('.');
  const last = steps.pop() ?? '';
  let at: object = operation;
  for (const [depth, step] of [...steps, last].entries()) {
    const value: unknown = Object.hasOwn(at, step) ? Reflect.get(at, step) : undefined;
    if (depth === steps.length && value === null && steps[0] === 'variables') {
      Reflect.set(at, step, file);
      return;
    }
    if (typeof value !== 'object' || value === null || depth === steps.length) {
      throw malformed(`The part map has the path ${path}, at which the operation has no null`);
    }
    at = value;
  }
}

function parsed<Type>(name: string, text: string | undefined, schema: z.ZodType<Type>): Type {
  if (text === undefined) throw malformed(`There is no part ${name}`);
  let value: unknown;
  try {
    value = JSON.parse(text, (key, part) => {
      if (key === '__proto__') throw malformed(`The part ${name} has the key __proto__`);
      return part;
    });
  } catch (error) {
    throw error instanceof ScholargraphError ? error : malformed(`The part ${name} is not JSON`);
  }
  const found = schema.safeParse(value);
  if (found.success) return found.data;
  throw malformed(`The part ${name} is not what it should be`);
}

function malformed(what: string, cause?: unknown): ScholargraphError {
  return new ScholargraphError('BAD_INPUT', what, {
    expected:
      'a form with the part operations (the GraphQL request, with null for each file), the part map (which file goes where) and the files',
    cause,
  });
}

function isAbort(error: unknown): boolean {
  return error instanceof Error && error.name === 'AbortError';
}

function isOfSystem(error: unknown): boolean {
  return error instanceof Error && 'errno' in error;
}
