/**
 * What a publication is that is about another and bears its title: a correction, a retraction, an expression of concern, a
 * reply, a comment. Undefined of any other title.
 *
 * @param folded as `titleKey` gives it
 */
export function noticeIn(folded: string): Notice | undefined {
  return notices.find(([, form]) => form.test(folded))?.[0];
}

export type Notice = 'correction' | 'retraction' | 'concern' | 'reply' | 'comment';

const notices: readonly (readonly [Notice, RegExp])[] = [
  [
    'correction',
    /^(?:(?:author|publisher|editorial) )?(?:correction(?! of)|corrigend(?:um|a)|errat(?:um|a)|addendum)\b| (?:corrigendum|erratum|addendum)$/,
  ],
  ['retraction', /^(?:retraction|withdrawal notice)\b/],
  ['concern', /^(?:editorial )?expression of concern\b/],
  ['reply', /^(?:authors? )?(?:reply|rejoinder|response to)\b| (?:reply|rejoinder)$/],
  ['comment', /^(?:invited )?(?:comments?|commentary|discussion of)\b/],
];

/** A title without the mark that publishers set before it once the publication is retracted: 'RETRACTED ARTICLE: …'. */
export function withoutRetractionMark(title: string): string {
  return title.replace(
    /^\s*\[?(?:retracted|withdrawn)(?: (?:article|paper|chapter))?\]?\s?[:.]?\s(?=\S)/i,
    (mark) => (/[:.\]]/.test(mark) || mark === mark.toUpperCase() ? '' : mark),
  );
}
