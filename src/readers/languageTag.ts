/**
 * The BCP 47 tag of a language as bibliographies name it: a tag ('en-US', 'en_US'), an ISO 639-2 code ('ger'), a name in
 * English ('German'), or one of babel's options ('ngerman', 'british'), which biblatex takes.
 */
export function languageTag(stated: string): string | undefined {
  const name = stated.trim().toLowerCase();
  const known = names.get(name);
  if (known !== undefined) return known;
  const tag = name.replaceAll('_', '-');
  if (!/^[a-z]{2,3}(?:-[a-z\d]{2,8}){0,4}$/.test(tag)) return undefined;
  try {
    return Intl.getCanonicalLocales(tag)[0];
  } catch {
    return undefined;
  }
}

const codes =
  'af am ar az be bg bn bs ca cs cy da de el en eo es et eu fa fi fr ga gl gu he hi hr hu hy id is it ja ka kk km kn ko la lb lt lv mk ml mn mr ms mt nb ne nl nn no pa pl pt ro ru sa sk sl sq sr sv sw ta te tg th tl tr tt uk ur uz vi zh zu';

const english = new Intl.DisplayNames('en', { type: 'language' });

const names: ReadonlyMap<string, string> = new Map([
  ...codes.split(' ').map((code): [string, string] => [(english.of(code) ?? code).toLowerCase(), code]),
  ['american', 'en-US'],
  ['usenglish', 'en-US'],
  ['british', 'en-GB'],
  ['ukenglish', 'en-GB'],
  ['australian', 'en-AU'],
  ['newzealand', 'en-NZ'],
  ['canadian', 'en-CA'],
  ['ngerman', 'de'],
  ['deutsch', 'de'],
  ['austrian', 'de-AT'],
  ['naustrian', 'de-AT'],
  ['nswissgerman', 'de-CH'],
  ['francais', 'fr'],
  ['frenchb', 'fr'],
  ['acadian', 'fr-CA'],
  ['canadien', 'fr-CA'],
  ['brazilian', 'pt-BR'],
  ['brazil', 'pt-BR'],
  ['portuges', 'pt'],
  ['mexican', 'es-MX'],
  ['castilian', 'es'],
  ['magyar', 'hu'],
  ['slovene', 'sl'],
  ['norsk', 'nb'],
  ['nynorsk', 'nn'],
  ['farsi', 'fa'],
  ['chinese (simplified)', 'zh-Hans'],
  ['chinese (traditional)', 'zh-Hant'],
  // ISO 639-2's bibliographic codes, which the terminological ones have replaced.
  ['alb', 'sq'],
  ['arm', 'hy'],
  ['baq', 'eu'],
  ['bur', 'my'],
  ['chi', 'zh'],
  ['cze', 'cs'],
  ['dut', 'nl'],
  ['fre', 'fr'],
  ['geo', 'ka'],
  ['ger', 'de'],
  ['gre', 'el'],
  ['ice', 'is'],
  ['mac', 'mk'],
  ['may', 'ms'],
  ['per', 'fa'],
  ['rum', 'ro'],
  ['slo', 'sk'],
  ['wel', 'cy'],
]);
