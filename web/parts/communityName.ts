/** What tells a community from others; of one whose publications have no topics there is nothing to say. */
export const communityName = ({ label }: { readonly label: string }): string =>
  label === '' ? 'without topics' : label;
