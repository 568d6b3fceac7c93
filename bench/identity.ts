import { parseArgs } from 'node:util';
import { type Agreement, agreements } from './agreement.ts';
import {
  type AnswerKind,
  answerKinds,
  contested,
  half,
  type KnownMention,
  mentionsOfFiles,
  mentionsOfLiterature,
  resolved,
} from './knownMentions.ts';

/**
 * How well people are told apart, on data with known answers: records of any format that is imported, with ORCIDs,
 * homonym numbers or the source's own ids of people hidden from the resolution; without a file, a generated literature whose
 * authors are known. See docs/identity.md.
 */
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    records: { type: 'string', multiple: true, default: [] },
    answers: { type: 'string' },
    half: { type: 'string' },
    publications: { type: 'string', default: '20000' },
    seed: { type: 'string', default: '7' },
    'without-affiliations': { type: 'boolean', default: false },
  },
});

const files = [...values.records, ...positionals];
const all =
  files.length > 0
    ? await mentionsOfFiles(files, answersOf(values.answers))
    : mentionsOfLiterature({ publications: Number(values.publications), seed: Number(values.seed) });
const part = values.half === 'tuned' || values.half === 'held-out' ? values.half : undefined;
const judged = part === undefined ? all : half(all, part);
const mentions = values['without-affiliations']
  ? judged.map((mention) => ({ ...mention, institutions: [] }))
  : judged;
const hard = contested(mentions);
process.stdout.write(`${title(mentions)}\n`);
report('as resolved', resolved(mentions));
report('one name, one person', byName(mentions));
process.stdout.write(`The hard part, name blocks that several people share: ${title(hard)}\n`);
report('as resolved', resolved(hard));
report('one name, one person', byName(hard));

function answersOf(kind: string | undefined): readonly AnswerKind[] | undefined {
  const known = answerKinds.find((each) => each === kind);
  if (kind !== undefined && known === undefined) {
    throw new RangeError(`--answers ${kind}: expected one of ${answerKinds.join(', ')}`);
  }
  return known === undefined ? undefined : [known];
}

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
  const known = part.filter(({ person }) => person !== undefined).length;
  return `${part.length} mentions, of ${known} it is known whose: ${people.size} people`;
}

function report(how: string, groups: readonly (readonly KnownMention[])[]): void {
  const found = agreements(groups.map((group) => group.map(({ person }) => person)));
  const line = (name: string, { precision, recall, f1 }: Agreement) =>
    `    ${name}  precision ${precision.toFixed(4)}  recall ${recall.toFixed(4)}  F1 ${f1.toFixed(4)}\n`;
  process.stdout.write(
    `  ${how}: ${found.groups} people\n${line('B-cubed ', found.bCubed)}${line('pairwise', found.pairwise)}`,
  );
}
