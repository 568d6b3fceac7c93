import { parseArgs } from 'node:util';
import { type Agreement, agreements } from './agreement.ts';
import {
  contested,
  type KnownMention,
  mentionsOfFiles,
  mentionsOfLiterature,
  resolved,
} from './knownMentions.ts';

/**
 * How well people are told apart, on data with known answers: the files given, with ORCIDs and homonym numbers hidden
 * from the resolution; without a file, a generated literature whose authors are known. See docs/identity.md.
 */
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { publications: { type: 'string', default: '20000' }, seed: { type: 'string', default: '7' } },
});

const mentions =
  positionals.length > 0
    ? await mentionsOfFiles(positionals)
    : mentionsOfLiterature({ publications: Number(values.publications), seed: Number(values.seed) });
const hard = contested(mentions);
process.stdout.write(`${title(mentions)}\n`);
report('as resolved', resolved(mentions));
report('one name, one person', byName(mentions));
process.stdout.write(`The hard part, name blocks that several people share: ${title(hard)}\n`);
report('as resolved', resolved(hard));

function byName(all: readonly KnownMention[]): KnownMention[][] {
  const groups = new Map<string, KnownMention[]>();
  for (const mention of all) {
    const group = groups.get(mention.name.key);
    if (group === undefined) groups.set(mention.name.key, [mention]);
    else group.push(mention);
  }
  return [...groups.values()];
}

function title(part: readonly KnownMention[]): string {
  const people = new Set(part.map(({ person }) => person).filter((person) => person !== undefined));
  return `${part.length} mentions, ${people.size} people known`;
}

function report(how: string, groups: readonly (readonly KnownMention[])[]): void {
  const found = agreements(groups.map((group) => group.map(({ person }) => person)));
  const line = (name: string, { precision, recall, f1 }: Agreement) =>
    `    ${name}  precision ${precision.toFixed(4)}  recall ${recall.toFixed(4)}  F1 ${f1.toFixed(4)}\n`;
  process.stdout.write(
    `  ${how}: ${found.groups} people\n${line('B-cubed ', found.bCubed)}${line('pairwise', found.pairwise)}`,
  );
}
