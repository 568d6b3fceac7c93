import { latinKey } from './latin.ts';

/**
 * Whether two words are a Chinese name in pinyin with the family name first, as 'Wang Xiaoming' is: the first is one of the
 * most frequent family names, the second two syllables and no family name itself. 'Wang Wei' could be either and is taken
 * as English has it; so are family names that are given names elsewhere ('Yu Wada').
 */
export function isFamilyFirst(first: string, second: string): boolean {
  const given = latinKey(second).replace(' ', '');
  return families.has(latinKey(first)) && twoSyllables.test(given) && !compoundFamilies.has(given);
}

/** Of the hundred most frequent in China (Ministry of Public Security, 2020), as pinyin writes them without tones. */
const families: ReadonlySet<string> = new Set(
  (
    'wang li zhang liu chen yang huang zhao wu zhou xu sun zhu hu guo lin gao luo zheng liang xie song tang deng feng cao ' +
    'peng zeng xiao tian dong pan yuan cai jiang du cheng wei su lv ding shen yao cui liao fan shi zou xiong bai meng qin ' +
    'qiu hou xue lei duan shao qian gu gong wan mao'
  ).split(' '),
);

const compoundFamilies: ReadonlySet<string> = new Set(
  'ouyang sima shangguan zhuge huangfu situ dongfang murong linghu xiahou gongsun duanmu nangong yuwen'.split(
    ' ',
  ),
);

const syllable =
  '(?:[bpm](?:a|o|ai|ei|ao|an|en|ang|eng|i|ie|iao|ian|in|ing|u)|f(?:a|o|ei|ou|an|en|ang|eng|u)' +
  '|[dtnl](?:a|e|ai|ei|ao|ou|an|en|ang|eng|ong|i|ia|ie|iu|iao|ian|in|iang|ing|u|uo|ui|uan|un|v|ue)' +
  '|[gkh](?:a|e|ai|ei|ao|ou|an|en|ang|eng|ong|u|ua|uo|uai|ui|uan|un|uang)' +
  '|(?:[zcs]h?|r)(?:a|e|i|ai|ei|ao|ou|an|en|ang|eng|ong|u|ua|uo|uai|ui|uan|un|uang)' +
  '|[jqx](?:i|ia|ie|iu|iao|ian|in|iang|ing|iong|u|ue|uan|un)' +
  '|y(?:a|e|i|ao|ou|an|in|ang|ing|ong|u|ue|uan|un)|w(?:a|o|ai|ei|an|en|ang|eng|u)|ai|ao|ou|an|en|ang|er|a|e)';
const twoSyllables = new RegExp(`^${syllable}{2}$`);
