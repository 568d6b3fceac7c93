import { builder } from './builder.ts';

interface IdentifierShape {
  readonly scheme: string;
  readonly value: string;
}

export const Identifier = builder.objectRef<IdentifierShape>('Identifier').implement({
  description: 'A name that the world has given to a publication, or a source to a person.',
  fields: (t) => ({
    scheme: t.exposeString('scheme', {
      description:
        'Whose name it is, such as `doi`, `arxiv`, `openalex` or `orcid`; `dblp-name` is the number by which DBLP keeps namesakes apart, behind the name.',
    }),
    value: t.exposeString('value', { description: 'The name in its canonical form.' }),
  }),
});

/** @param key `scheme:value` */
export function identifierOf(key: string): IdentifierShape {
  const end = key.indexOf(':');
  return { scheme: key.slice(0, end), value: key.slice(end + 1) };
}
