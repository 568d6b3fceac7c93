import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import { identifierSchemes, publicationTypes, venueKinds } from '../../src/record.ts';

/** What of a person breaks the rules that `PersonRecord` states. */
export function personFaults(person: unknown): readonly string[] {
  return faultsOf(personRecord, person);
}

/** What of a record breaks the rules that `PublicationRecord` states; empty for one that keeps them. */
export function recordFaults(record: unknown): readonly string[] {
  return faultsOf(publicationRecord, record);
}

function faultsOf(shape: z.ZodType, record: unknown): readonly string[] {
  const parsed = shape.safeParse(record);
  if (parsed.success) {
    return isDeepStrictEqual(record, JSON.parse(JSON.stringify(record))) ? [] : ['a field that is undefined'];
  }
  return parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
}

const text = z
  .string()
  .min(1)
  .refine((value) => value === value.trim(), 'white space around it')
  .refine((value) => !/\p{Surrogate}/u.test(value), 'a lone surrogate')
  .refine((value) => !/\p{Cc}/u.test(value), 'a control character')
  .refine((value) => value === value.normalize('NFC'), 'not NFC');

const some = <Item extends z.ZodType>(item: Item) => z.array(item).min(1).optional();

const identifier = z.strictObject({ scheme: z.enum(identifierSchemes), value: text });

const name = z.union([
  z.strictObject({ literal: text, homonym: text.optional() }),
  z.strictObject({
    family: text,
    given: text.optional(),
    particle: text.optional(),
    suffix: text.optional(),
    homonym: text.optional(),
  }),
]);

const affiliations = some(
  z.strictObject({
    name: text,
    identifiers: some(identifier),
    country: z
      .string()
      .regex(/^[A-Z]{2}$/)
      .optional(),
  }),
);

const author = z.strictObject({
  name,
  variants: some(name),
  identifiers: some(identifier),
  affiliations,
  corresponding: z.boolean().optional(),
  profileOwner: z.boolean().optional(),
});

const venue = z.strictObject({
  name: text,
  acronym: text.optional(),
  kind: z.enum(venueKinds).optional(),
  series: text.optional(),
  volume: text.optional(),
  issue: text.optional(),
  pages: text.optional(),
  publisher: text.optional(),
  identifiers: some(identifier),
});

const topic = z.strictObject({
  name: text,
  score: z.number().min(0).max(1).optional(),
  identifiers: some(identifier),
  broader: some(z.strictObject({ name: text, identifiers: some(identifier) })),
});

const locator = z.strictObject({
  key: text,
  line: z.number().int().min(1).optional(),
  byte: z.number().int().min(0).optional(),
});

const personRecord = z.strictObject({
  locator,
  names: z.array(name).min(1),
  identifiers: z.array(identifier),
  affiliations,
  disambiguation: z.boolean(),
});

const publicationRecord = z.strictObject({
  locator,
  type: z.enum(publicationTypes).optional(),
  title: text.optional(),
  abstract: text.optional(),
  year: z.number().int().min(1000).max(2999).optional(),
  date: z
    .string()
    .regex(/^[12]\d{3}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$/)
    .optional(),
  language: text.optional(),
  identifiers: z.array(identifier),
  versions: some(identifier),
  authors: z.array(author),
  authorOrder: z.enum(['byline', 'listed']),
  editors: some(author),
  venues: z.array(venue),
  topics: z.array(topic),
  references: some(identifier),
  citationCount: z.number().int().min(0).optional(),
  toAppear: z.boolean().optional(),
  retracted: z.boolean().optional(),
  warnings: some(text),
  incomplete: text.optional(),
});
