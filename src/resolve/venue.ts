import { cleaned, plainText } from '../normalise/markup.ts';
import type { VenueKind, VenueMention } from '../record.ts';
import { fold } from './fold.ts';
import { ordinalAt } from './ordinal.ts';
import { abbreviated } from './titleWords.ts';
import {
  editionIn,
  looksLikeAcronym,
  type Series,
  seriesOfAcronym,
  seriesOfIssn,
  seriesOfName,
  yearOf,
} from './venueSeries.ts';
import vocabulary from './venueVocabulary.json' with { type: 'json' };

export interface ResolvedVenue {
  /** Canonical: the same for every way to state the venue, in any year. Never empty. */
  readonly key: string;
  /** For people, without year and ordinal. Never empty. */
  readonly name: string;
  readonly acronym?: string;
  readonly kind: VenueKind;
  /** For a workshop or a track, the conference series it is part of. */
  readonly series?: ResolvedVenue;
  readonly year?: number;
  /** 6 for 'Sixth …', stated or counted from the year. */
  readonly edition?: number;
}

/** A part of the stated name between marks. */
interface Segment {
  readonly text: string;
  /** What stands before it. */
  readonly mark: string;
}

/** A segment, or several, without what changes from year to year. */
interface Cleaned {
  readonly name: string;
  /** With 'Proceedings of the' still before it. */
  readonly whole: string;
  readonly year?: number;
  readonly edition?: number;
  /** A number at the end: of a volume. */
  readonly number?: number;
}

/** A known series, found in segments `from` to before `to`. */
interface Match {
  readonly series: Series;
  readonly by: 'name' | 'acronym';
  readonly from: number;
  readonly to: number;
  readonly cleaned: Cleaned;
  /** 'Datasets and Benchmarks Track', where the text names a part of the conference. */
  readonly track?: string;
}

const longestName = 600;
const mostSegments = 14;

/**
 * The canonical venue of a stated name, with the year and edition that the name holds or that follow from each other
 * ('Sixth International Conference on Learning Representations' is ICLR 2018). Series in the vocabulary are found by
 * acronym, ISSN, or any current or former name; names are compared as ISO 4 abbreviates them. A workshop is a venue
 * of its own, part of the conference that it is held at. Any other name becomes canonical by leaving out year, ordinal,
 * place, date, and 'Proceedings of the'. Pure, and never throws.
 *
 * @param context the publication's year, for a name without one
 */
export function resolveVenue(mention: VenueMention, context: { readonly year?: number } = {}): ResolvedVenue {
  const asked = askedOf(mention, context);
  const known = resolutions.get(asked);
  if (known !== undefined) return known;
  const found = resolveName(mention, context);
  const { key, name } = settled(found);
  const venue = key === found.key && name === found.name ? found : { ...found, key, name };
  if (asked.length <= longestAsked) remember(resolutions, asked, venue);
  return venue;
}

const resolutions = new Map<string, ResolvedVenue>();
const longestAsked = 1_000;

/** All that the rules look at. Of volume and issue that is whether they are there, and a volume's number. */
function askedOf(mention: VenueMention, { year }: { readonly year?: number }): string {
  const { name, kind, acronym, series, volume, issue, identifiers } = mention;
  const within = volume === undefined ? '' : (numeric(volume) ?? 'v');
  const ids = identifiers?.map(({ scheme, value }) => `${scheme}:${value}`).join('\x01');
  return [name, kind, acronym, series, within, issue === undefined ? '' : 'i', ids, year].join('\0');
}

/**
 * What the rules make of a name must be what they make of their own result, whatever they met inside; then key and
 * name are taken from the last round.
 */
function settled(found: ResolvedVenue): { readonly key: string; readonly name: string } {
  const known = settledNames.get(found.name);
  if (known?.from === found.key) return known.to;
  let to: { readonly key: string; readonly name: string } = found;
  for (let round = 0; round < mostRounds; round++) {
    const again = resolveName({ name: to.name }, {});
    const same = again.key === to.key && again.name === to.name;
    to = again;
    if (same) break;
  }
  remember(settledNames, found.name, { from: found.key, to: { key: to.key, name: to.name } });
  return to;
}

/** Each round takes something away from the name, so few are needed. */
const mostRounds = 8;

const settledNames = new Map<
  string,
  { readonly from: string; readonly to: { readonly key: string; readonly name: string } }
>();

/** Venues repeat: most names of an import have been read before. */
const mostRemembered = 20_000;

function remember<Value>(memory: Map<string, Value>, key: string, value: Value): void {
  if (memory.size >= mostRemembered) memory.clear();
  memory.set(key, value);
}

interface Analysis {
  readonly text: string;
  readonly segments: readonly Segment[];
  readonly matches: readonly Match[];
}

const analyses = new Map<string, Analysis>();

function analysed(name: string): Analysis {
  const known = analyses.get(name);
  if (known !== undefined) return known;
  const text = readable(name);
  const segments = segmentsOf(text);
  const analysis = { text, segments, matches: matchesIn(segments) };
  if (name.length <= longestName) remember(analyses, name, analysis);
  return analysis;
}

function resolveName(mention: VenueMention, context: { readonly year?: number }): ResolvedVenue {
  const { text, segments, matches } = analysed(mention.name);
  const server = preprintServer(text);
  if (server !== undefined) return ofSeries(server, {}, mention, context);
  const workshop = workshopOf(segments, matches, mention, context);
  if (workshop !== undefined) return workshop;
  const best = bestMatch(segments, matches);
  if (best !== undefined) {
    const edition = matches.find(
      ({ series, cleaned: own }) => series === best.series && own.edition !== undefined,
    );
    const own = { ...edition?.cleaned, ...best.cleaned };
    return (
      partOf(segments, { ...best, cleaned: own }, matches, mention, context) ??
      ofSeries(best.series, own, mention, context, yearIn(segments))
    );
  }
  const elsewhere = seriesElsewhere(mention);
  if (elsewhere !== undefined) return ofSeries(elsewhere, cleanedOf(text), mention, context);
  return unknownVenue(segments, text, mention, context);
}

function readable(name: string): string {
  const start = name.slice(0, longestName);
  return cleaned(/[<&]/.test(start) ? plainText(start) : start)
    .normalize('NFKC')
    .replace(/[{}"“”„«»]/g, '')
    .replace(/\b(int|nat|ass)['’]([ln])\b/gi, '$1$2')
    .replace(/\\[a-z]+ ?/gi, '')
    .replace(/\s+/g, ' ')
    .replace(announcement, '')
    .replace(/[\s,;:]+$/, '')
    .replace(/(?<!\p{L}\.\P{L}.*)[\s.]+$/u, '')
    .trim();
}

/** 'Published as a conference paper at …', as style files print it. */
const announcement =
  /^(?:under (?:review|submission)|submitted|published|accepted|presented|to appear|in press|forthcoming)(?: as (?:an? )?(?:conference |workshop |oral |poster |spotlight )?(?:paper|presentation))?(?: (?:at|in|to|for|by))? (?=\S)/i;

/** A preprint server that the text starts with, whatever identifier follows. */
function preprintServer(text: string): Series | undefined {
  const folded = fold(text)
    .replace(/^(?:in|https?|www|the) /, '')
    .replace(/^www /, '');
  const [first = '', second = ''] = folded.split(' ');
  const series = seriesOfAcronym(first) ?? seriesOfName(first);
  if (series?.kind !== 'PREPRINT_SERVER') return undefined;
  const certain =
    /xiv$/.test(first) || second === '' || /^(?:abs|org|net|preprints?|com|papers?)$|\d/.test(second);
  return certain && !/\bworkshop|\bconference/i.test(text) ? series : undefined;
}

const separator =
  /\s*(?:[,;:()[\]@|/–—]|\s-\s|(?<=^|[\s,;:])(?:at|(?:co[-‐–]?|col)located (?:with|at)|in (?:conjunction|association) with|held (?:at|in|with))(?=\s)|(?<=\s)and the(?=\s))\s*/gi;

function segmentsOf(text: string): Segment[] {
  const segments: Segment[] = [];
  let end = 0;
  let mark = '';
  for (const match of text.matchAll(separator)) {
    const part = text.slice(end, match.index);
    if (part !== '') segments.push({ text: part, mark });
    if (part !== '' || mark === '') mark = match[0].trim().toLowerCase();
    end = match.index + match[0].length;
    if (segments.length === mostSegments) return segments;
  }
  const rest = text.slice(end).trim();
  if (rest !== '') segments.push({ text: rest, mark });
  return segments;
}

/** Words that an ordinal number may stand before. */
const afterOrdinal: ReadonlySet<string> = new Set(
  'annual biennial international intl int national european american asian asia african pacific nordic joint world ieee acm usenix siam ifip aaai sigkdd sigir sigplan conference conf workshop symposium symp congress meeting colloquium edition global web text language international italian german french spanish british brazilian chinese japanese indian iberian latin eacl acl naacl ijcai hawaii americas'.split(
    ' ',
  ),
);
const leading: ReadonlySet<string> = new Set(
  'in the of proceedings proceeding proc procs companion adjunct from to presented accepted published appeared selected papers extended abstracts'.split(
    ' ',
  ),
);
const yearly: ReadonlySet<string> = new Set(['annual', 'biennial', 'biannual']);

/** Takes year, ordinal and 'Proceedings of the' out of a name. */
function cleanedOf(text: string): Cleaned {
  const tokens = text.split(' ').flatMap((token) => splitYear(token));
  const words = tokens.flatMap((token, at) =>
    fold(token)
      .split(' ')
      .filter((word) => word !== '')
      .map((word) => ({ word, at })),
  );
  const folded = words.map(({ word }) => word);
  const dropped = new Set<number>();
  let year: number | undefined;
  let edition: number | undefined;
  let started = false;
  for (let index = 0; index < words.length; index++) {
    const { word, at } = words[index] ?? { word: '', at: 0 };
    const whole = words.every((other, position) => other.at !== at || position === index);
    if (/^(?:1[6-9]|20)\d\d$/.test(word) && whole) {
      year ??= Number(word);
      dropped.add(at);
      continue;
    }
    const ordinal = ordinalAt(folded, index, afterOrdinal);
    const after = folded[index + (ordinal?.length ?? 0)];
    if (ordinal !== undefined && after !== undefined && (!started || afterOrdinal.has(after))) {
      edition ??= ordinal.value;
      for (let position = index; position < index + ordinal.length; position++) {
        dropped.add(words[position]?.at ?? at);
      }
      index += ordinal.length - 1;
      continue;
    }
    if (yearly.has(word) && (!started || edition !== undefined)) dropped.add(at);
    else if (!leading.has(word)) started = true;
  }
  const kept = tokens.filter((_, at) => !dropped.has(at));
  const last = kept.at(-1) ?? '';
  const number = /^\d{1,3}$/.test(last) && kept.length > 1 ? Number(last) : undefined;
  const whole = trimmed((number === undefined ? kept : kept.slice(0, -1)).join(' '));
  return {
    name: trimmed(withoutLeading(whole)),
    whole,
    ...(year === undefined ? {} : { year }),
    ...(edition === undefined ? {} : { edition }),
    ...(number === undefined ? {} : { number }),
  };
}

/** "ICML'19", 'ICML-19' and 'ICML2019' as acronym and year. */
function splitYear(token: string): string[] {
  const short = /^(.*?)['’‘`´](\d\d)\.?$/.exec(token);
  if (short !== null) return [short[1] ?? '', fullYear(short[2] ?? '')].filter((part) => part !== '');
  const glued = /^(.*?\D)[-_]?(\d{4}|\d\d)\.?$/.exec(token);
  const acronym = glued?.[1]?.replace(/[-_]$/, '');
  if (glued === null || acronym === undefined || seriesOfAcronym(acronym) === undefined) return [token];
  const digits = glued[2] ?? '';
  return [acronym, digits.length === 4 ? digits : fullYear(digits)];
}

function fullYear(twoDigits: string): string {
  return (Number(twoDigits) >= 50 ? '19' : '20') + twoDigits;
}

function trimmed(text: string): string {
  return text.replace(/^[\s\p{P}\p{S}]+|[\s\p{Pd}\p{Pc}\p{Pi}\p{Pf}\p{S},;:!?'*]+$/gu, '');
}

function withoutLeading(text: string): string {
  const words = text.split(' ');
  let start = 0;
  while (start < words.length - 1 && leading.has(fold(words[start] ?? ''))) start++;
  return words.slice(start).join(' ');
}

/** Known series in every run of segments, those inside a longer one left out. */
function matchesIn(segments: readonly Segment[]): Match[] {
  const found: Match[] = [];
  for (let from = 0; from < segments.length; from++) {
    for (let to = segments.length; to > from; to--) {
      const run = segments.slice(from, to);
      const together = run.map(({ text }) => text).join(' ');
      const match = run.length === 1 ? seriesIn(together) : plainSeriesIn(together);
      if (match !== undefined) {
        found.push({ ...match, from, to });
        break;
      }
    }
  }
  return found.filter(
    (match) =>
      !found.some(
        (other) => other !== match && other.from <= match.from && other.to >= match.to && other.by === 'name',
      ),
  );
}

function seriesIn(text: string): Omit<Match, 'from' | 'to'> | undefined {
  const plain = plainSeriesIn(text);
  if (plain !== undefined) return plain;
  const words = text.split(' ');
  for (let at = words.length - 1; at > 0; at--) {
    const part = fold(words.slice(at).join(' '));
    const track = namedTracks.get(part);
    if (track === undefined && !ignoredTracks.has(part)) continue;
    const series = plainSeriesIn(words.slice(0, at).join(' '));
    if (series !== undefined) return { ...series, ...(track === undefined ? {} : { track }) };
  }
  return undefined;
}

function plainSeriesIn(text: string): Omit<Match, 'from' | 'to'> | undefined {
  const own = cleanedOf(text);
  for (const name of new Set([
    own.whole,
    own.name,
    own.name.replace(/ (?:conference|conf\.?|proceedings)$/i, ''),
  ])) {
    const acronym = seriesOfAcronym(name);
    if (acronym !== undefined) return { series: acronym, by: 'acronym', cleaned: own };
    const series = seriesOfName(name);
    if (series !== undefined) return { series, by: 'name', cleaned: own };
    const joint = seriesOfJoint(name);
    if (joint !== undefined) return { series: joint, by: 'acronym', cleaned: own };
  }
  const numbered = /^(.+) ([IVXLC]+)$/i.exec(own.name);
  const series =
    numbered === null ? undefined : (seriesOfAcronym(numbered[1] ?? '') ?? seriesOfName(numbered[1] ?? ''));
  const edition = ordinalAt([fold(numbered?.[2] ?? ''), 'conference'], 0, afterOrdinal)?.value;
  if (series === undefined || edition === undefined || series.kind === 'JOURNAL') return undefined;
  return { series, by: 'name', cleaned: { ...own, name: numbered?.[1] ?? own.name, edition } };
}

/** The first of conferences held as one: 'ACL-IJCNLP', 'COLING ACL'. */
function seriesOfJoint(name: string): Series | undefined {
  const parts = name.split(/[-+& ]/).filter((part) => part !== '');
  if (parts.length < 2 || parts.length > 3) return undefined;
  const [first, ...rest] = parts.map((part) => seriesOfAcronym(part));
  return first !== undefined && rest.every((series, at) => series !== undefined || parts[at + 1] === 'HLT')
    ? first
    : undefined;
}

/** A name so short, or an acronym, that it says something only where nothing else is said. */
function isWeak({ series, by, cleaned: own }: Match): boolean {
  if (by === 'acronym') return fold(own.name).replaceAll(' ', '').length < 3 && own.year === undefined;
  return abbreviated(series.name).split(' ').length < 3 && series.kind === 'JOURNAL';
}

function bestMatch(segments: readonly Segment[], matches: readonly Match[]): Match | undefined {
  const others = (match: Match) =>
    segments.filter((segment, at) => (at < match.from || at >= match.to) && !isNoise(segment.text));
  const usable = matches.filter((match) => {
    if (isWeak(match)) return others(match).length === 0;
    if (match.by === 'name' || match.from === 0) return true;
    const before = segments
      .slice(0, match.from)
      .map(({ text }) => text)
      .join(' ');
    return agrees(match.series, cleanedOf(before).name);
  });
  const first = usable[0];
  return usable.find(({ by, from }) => by === 'name' && from === first?.from) ?? first;
}

/** Whether a full name that stands before an acronym can be that of the series: 'ICIS' stands for several. */
function agrees(series: Series, name: string): boolean {
  const words = abbreviated(name).split(' ');
  if (words.length < 4 || !gathering.test(fold(name))) return true;
  return series.words.some((own) => {
    const telling = [...own].filter((word) => !anyGathering.has(word));
    return telling.filter((word) => words.includes(word)).length * 2 >= telling.length;
  });
}

const gathering =
  /\b(?:conf(?:erence)?|symp(?:osium)?|workshops?|congress|colloquium|meeting|convention|summit)\b/i;
/** Of a folded segment. */
const noise =
  /^(?:(?:vol|volume|no|number|issue|pages?|pp|p|part|article|series|isbn|issn|doi|eds?|editors?|held|session|paper|ser)\b.*|\d[\d ]*|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)(?:[a-z]{0,6}) ?(?:\d.*)?|\d+ (?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec).*|.*\b(?:press|publishers?|publishing|verlag|springer|elsevier|associates|omnipress|wiley|openreview|association for computing machinery|usenix association)|acm|ieee|usenix|pmlr|virtual(?: event| conference)?|online|to appear|i{1,3}|iv|v|[a-z])$/;
const countries: ReadonlySet<string> = new Set(vocabulary.places.map((place) => fold(place)));

function isNoise(text: string): boolean {
  const folded = fold(text);
  return (
    folded === '' || noise.test(folded) || isPlace(text) || ignoredTracks.has(fold(cleanedOf(text).name))
  );
}

function isPlace(text: string): boolean {
  return countries.has(fold(cleanedOf(text).name));
}

const ignoredTracks: ReadonlySet<string> = new Set(vocabulary.tracks.ignored);
const namedTracks: ReadonlyMap<string, string> = new Map(Object.entries(vocabulary.tracks.named));

/** A year anywhere in the name. */
function yearIn(segments: readonly Segment[]): number | undefined {
  for (const { text } of segments) {
    const { year } = cleanedOf(text);
    if (year !== undefined) return year;
  }
  return undefined;
}

function ofSeries(
  series: Series,
  own: Pick<Cleaned, 'year' | 'edition' | 'number'>,
  mention: Pick<VenueMention, 'volume'>,
  context: { readonly year?: number },
  yearElsewhere?: number,
): ResolvedVenue {
  const held = series.kind === 'CONFERENCE' || series.kind === 'WORKSHOP';
  const volume = own.number ?? numeric(mention.volume);
  const year =
    own.year ??
    yearElsewhere ??
    (own.edition === undefined ? undefined : yearOf(series, own.edition)) ??
    (series.volumeZero === undefined || volume === undefined ? undefined : series.volumeZero + volume) ??
    context.year;
  const edition = held
    ? (own.edition ?? (year === undefined ? undefined : editionIn(series, year)))
    : undefined;
  return {
    key: series.key,
    name: series.name,
    ...(series.acronym === undefined ? {} : { acronym: series.acronym }),
    kind: series.kind,
    ...(year === undefined ? {} : { year }),
    ...(edition === undefined ? {} : { edition }),
  };
}

function numeric(volume: string | undefined): number | undefined {
  return volume !== undefined && /^\d{1,3}$/.test(volume) ? Number(volume) : undefined;
}

/** A series that the mention's other fields name. */
function seriesElsewhere(mention: VenueMention): Series | undefined {
  const issn = mention.identifiers
    ?.filter(({ scheme }) => scheme === 'issn')
    .map(({ value }) => seriesOfIssn(value))
    .find((series) => series !== undefined && series.kind !== 'BOOK');
  if (issn !== undefined) return issn;
  const acronym =
    mention.acronym === undefined ? undefined : seriesOfAcronym(cleanedOf(mention.acronym).name);
  return acronym !== undefined && agrees(acronym, mention.name) ? acronym : undefined;
}

/** A track of a conference, or a venue of the vocabulary that another is host to, such as the Findings of the ACL. */
function partOf(
  segments: readonly Segment[],
  best: Match,
  matches: readonly Match[],
  mention: VenueMention,
  context: { readonly year?: number },
): ResolvedVenue | undefined {
  const year = yearIn(segments);
  const part = matches.find(({ series }) => series.key === findings || series.kind === 'WORKSHOP');
  if (part !== undefined) {
    const host = matches.find(({ series }) => isHost(series)) ?? hostInAny(segments);
    const own = ofSeries(part.series, part.cleaned, mention, context, year);
    const within = host?.series ?? (part.series.key === findings ? hostOfFindings(segments) : undefined);
    if (within === undefined) return own;
    return { ...own, series: ofSeries(within, host?.cleaned ?? {}, {}, context, own.year) };
  }
  const track =
    best.track ??
    segments
      .filter((_, at) => at < best.from || at >= best.to)
      .map(({ text }) => namedTracks.get(fold(cleanedOf(text).name)))
      .find((name) => name !== undefined);
  if (track === undefined || best.series.kind !== 'CONFERENCE') return undefined;
  return trackOf(best.series, track, ofSeries(best.series, best.cleaned, mention, context, year));
}

function hostInAny(segments: readonly Segment[]): Omit<Match, 'from' | 'to'> | undefined {
  return segments.map(({ text }) => hostInside(text)?.match).find((match) => match !== undefined);
}

const findings = 'findings';

function hostOfFindings(segments: readonly Segment[]): Series | undefined {
  return segments
    .flatMap(({ text }) => text.split(' '))
    .map((word) => seriesOfAcronym(word))
    .find((series) => series !== undefined && series.key !== findings && series.kind === 'CONFERENCE');
}

function trackOf(parent: Series, track: string, series: ResolvedVenue): ResolvedVenue {
  return {
    key: `${parent.key} ${fold(track)}`,
    name: `${parent.acronym ?? parent.name} ${track}`,
    kind: track.startsWith('Workshop') || track.endsWith('Workshop') ? 'WORKSHOP' : parent.kind,
    series,
    ...(series.year === undefined ? {} : { year: series.year }),
  };
}

const workshopWord = /\b(?:workshops?|wkshps?|wksp|work-shops?)\b/i;
const atHost = /^(?:@|at|\bin\b.*|held.*|co.*)$/;

function workshopOf(
  segments: readonly Segment[],
  matches: readonly Match[],
  mention: VenueMention,
  context: { readonly year?: number },
): ResolvedVenue | undefined {
  const own = segments.findIndex(({ text }) => workshopWord.test(fold(text)));
  const hosted = segments.some(
    ({ mark }, index) => mark === '@' && matches.some(({ from, series }) => from === index && isHost(series)),
  );
  const at = own === -1 && (hosted || mention.kind === 'WORKSHOP') ? 0 : own;
  const segment = segments[at];
  if (segment === undefined) return undefined;
  // A known workshop, or a conference that only calls itself a workshop.
  if (
    matches.some(
      (match) =>
        match.by === 'name' && match.from <= at && match.to > at && own !== -1 && match.track === undefined,
    )
  ) {
    return undefined;
  }
  if (matches.some(({ series }) => series.kind === 'WORKSHOP')) return undefined;

  const hosts = matches.filter((match) => isHost(match.series) && (match.from > at || match.to <= at));
  const beside =
    hosts.find(({ from }) => atHost.test(segments[from]?.mark ?? '')) ??
    hosts.find((match) => !isWeak(match));
  const inside = beside === undefined ? hostInside(segment.text) : undefined;
  const host = beside ?? inside?.match;
  const isOther = (index: number) =>
    !hosts.some((match) => index >= match.from && index < match.to) && !isNoise(segments[index]?.text ?? '');

  const parts = [inside?.rest ?? (host === undefined || beside !== undefined ? segment.text : '')];
  for (let index = at + 1; index < segments.length && isOther(index); index++) {
    const next = segments[index];
    if (next === undefined || next.mark !== ',' || isPlace(segments[index + 1]?.text ?? '')) break;
    parts.push(next.text);
  }
  const stated = cleanedOf(parts.join(', '));
  let content = stated.name;
  if (workshopContent(content) === '' && !/\btrack\b/.test(fold(content))) {
    const other =
      segments.find((next, index) => index > at && isOther(index) && /^[:–—-]/.test(next.mark)) ??
      segments.find((before, index) => index < at && isOther(index) && !/^[([,]/.test(before.mark));
    if (other !== undefined) content = cleanedOf(other.text).name;
  }
  const year = stated.year ?? host?.cleaned.year ?? yearIn(segments) ?? context.year;
  const series =
    host === undefined
      ? undefined
      : ofSeries(host.series, { ...host.cleaned, ...(year === undefined ? {} : { year }) }, {}, context);
  const track = namedTracks.get(fold(content)) ?? (workshopContent(content) === '' ? 'Workshops' : undefined);
  if (track !== undefined && host !== undefined && series !== undefined)
    return trackOf(host.series, track, series);

  const name = workshopWord.test(fold(content))
    ? content
    : looksLikeAcronym(content)
      ? `${content} Workshop`
      : `Workshop on ${content}`;
  const words = workshopContent(content);
  const acronym = acronymOf(segments, mention);
  return {
    key: words === '' ? 'workshop' : `workshop ${words}`,
    name: content === '' ? 'Workshop' : name,
    ...(acronym === undefined || acronym === content ? {} : { acronym }),
    kind: 'WORKSHOP',
    ...(series === undefined ? {} : { series }),
    ...(year === undefined ? {} : { year }),
    ...(stated.edition === undefined ? {} : { edition: stated.edition }),
  };
}

function isHost(series: Series): boolean {
  return series.kind === 'CONFERENCE' && series.key !== findings;
}

/** What a workshop is about, in the space where names are compared. */
function workshopContent(name: string): string {
  return abbreviated(name)
    .split(' ')
    .filter((word) => !/^(?:workshop|wkshps?|wksp|int|joint|ieee|acm|proc|proceedings|track)$/.test(word))
    .join(' ');
}

/** The conference in 'ICML 2020 Workshop on …' or 'Workshop on … ICML 2020', and the rest. */
function hostInside(
  text: string,
): { readonly match: Omit<Match, 'from' | 'to'>; readonly rest: string } | undefined {
  const words = text.split(' ');
  const at = words.findIndex((word) => workshopWord.test(fold(word)));
  for (let length = at; length > 0; length--) {
    const match = seriesIn(words.slice(0, length).join(' '));
    if (
      match !== undefined &&
      isHost(match.series) &&
      (match.by === 'name' || !isWeak({ ...match, from: 0, to: 1 }))
    ) {
      return { match, rest: words.slice(length).join(' ') };
    }
  }
  for (let start = at + 1; start < words.length; start++) {
    const match = seriesIn(words.slice(start).join(' '));
    if (match !== undefined && isHost(match.series) && match.cleaned.year !== undefined) {
      return {
        match,
        rest: words
          .slice(0, start)
          .join(' ')
          .replace(/[\s,]+(?:at|in|of)$/i, ''),
      };
    }
  }
  return undefined;
}

/** An acronym in brackets, or before a colon, that is none of a known series. */
function acronymOf(segments: readonly Segment[], mention: VenueMention): string | undefined {
  const candidates = segments
    .filter(({ mark }, at) => /^[([]/.test(mark) || segments[at + 1]?.mark === ':')
    .map(({ text }) => cleanedOf(text).name)
    .concat(mention.acronym === undefined ? [] : [cleanedOf(mention.acronym).name]);
  return candidates.find(
    (text) => looksLikeAcronym(text) && seriesOfAcronym(text) === undefined && !isNoise(text),
  );
}

function unknownVenue(
  segments: readonly Segment[],
  text: string,
  mention: VenueMention,
  context: { readonly year?: number },
): ResolvedVenue {
  const own = cleanedOf(nameAmong(segments));
  const proceedings =
    /^proceedings of/.test(fold(own.whole)) && own.year === undefined && own.edition === undefined;
  const keepsProceedings = proceedings && !gathering.test(fold(own.name)) && !looksLikeAcronym(own.name);
  const stated = (keepsProceedings ? own.whole : own.name) || trimmed(text) || text;
  const name = stated || (mention.series ?? '').trim() || (mention.acronym ?? '').trim() || 'Unknown venue';
  const kind = kindOf(name, text, mention);
  const year = own.year ?? yearIn(segments) ?? context.year;
  const edition =
    own.edition ??
    segments
      .map(({ text: part }) => (isAnyGathering(part) ? cleanedOf(part).edition : undefined))
      .find(Boolean);
  const acronym = acronymOf(segments, mention);
  return {
    key: abbreviated(name) || name.toLowerCase(),
    name,
    ...(acronym === undefined || acronym === name ? {} : { acronym }),
    kind,
    ...(year === undefined ? {} : { year }),
    ...(edition === undefined ? {} : { edition }),
  };
}

/** The segments that name an unknown venue: up to a date, a place, an acronym or a bracket. */
function nameAmong(segments: readonly Segment[]): string {
  const first = segments[0];
  if (first === undefined) return '';
  const second = segments[1];
  if (second?.mark === ':' && looksLikeAcronym(cleanedOf(first.text).name))
    return nameAmong(segments.slice(1));
  let end = 1;
  while (end < segments.length) {
    const next = segments[end];
    if (next === undefined || /^[([@|]|^(?:at|held|co.*)$/.test(next.mark)) break;
    if (isNoise(next.text) || yearIn([next]) !== undefined || isAnyGathering(next.text)) break;
    end++;
  }
  // The place's town stands before its country.
  if (end > 1 && isPlace(segments[end]?.text ?? '')) end--;
  return segments
    .slice(0, end)
    .reduce((name, { text, mark }) => name + (name === '' ? '' : joint(mark)) + text, '');
}

/** 'International Conference' says nothing without its subject. */
function isAnyGathering(text: string): boolean {
  return abbreviated(cleanedOf(text).name)
    .split(' ')
    .every((word) => anyGathering.has(word));
}

const anyGathering: ReadonlySet<string> = new Set(
  'int conf eur symp workshop annu world congr joint natl meet am asian acm ieee proc'.split(' '),
);

function joint(mark: string): string {
  if (mark === ',' || mark === ';' || mark === ':') return `${mark} `;
  if (mark === '/') return '/';
  return mark === '' ? ' ' : ` ${mark} `;
}

/** What an unknown venue is, by the fields that only one kind has, else by the words of its name. */
function kindOf(name: string, text: string, mention: VenueMention): VenueKind {
  if (mention.kind !== undefined) return mention.kind;
  const schemes = new Set(mention.identifiers?.map(({ scheme }) => scheme));
  if (/preprint|xiv\b/i.test(name)) return 'PREPRINT_SERVER';
  if (/\b(?:repository|dataverse|data archive|archive ouverte|eprints)\b/i.test(name)) return 'REPOSITORY';
  if (
    /\b(?:journal|transactions|letters|annals|bulletin|magazine|quarterly|gazette|revista|revue|zeitschrift|rivista|j\.)(?!\p{L})/iu.test(
      name,
    )
  ) {
    return 'JOURNAL';
  }
  if (/^(?:frontiers in|bmc|procedia|plos|acta)\b/i.test(name)) return 'JOURNAL';
  if (/\bebooks?\b/i.test(name)) return 'BOOK';
  if (/\b(?:handbook|encyclop(?:a?e)dia|lecture notes|textbook|festschrift)\b/i.test(name)) return 'BOOK';
  if (gathering.test(fold(text))) return 'CONFERENCE';
  if (
    /^proceedings of .*\b(?:academy|academia|society|institute|institution|association|museum)\b/i.test(name)
  ) {
    return 'JOURNAL';
  }
  if (/^(?:in )?proc(?:eedings|\.)/i.test(text)) return 'CONFERENCE';
  // Two abbreviated words and no gathering: 'Commun. Math. Phys.'
  if (/(?:\p{L}\.[\s:]*\p{L}*){2}$/u.test(name)) return 'JOURNAL';
  if (schemes.has('issn') || mention.issue !== undefined) return 'JOURNAL';
  if (schemes.has('isbn')) return 'BOOK';
  if (
    mention.volume !== undefined ||
    /\b(?:review|reviews|archives?|acta|research|studies|reports)\b/i.test(name)
  ) {
    return 'JOURNAL';
  }
  return 'OTHER';
}
