import { ScholargraphError } from '../errors.ts';

/** @param known the name of whoever asks, where a token says it */
export function administratorRequired(known?: string): ScholargraphError {
  if (known !== undefined) {
    return new ScholargraphError('ROLE_REQUIRED', `Only an administrator may do this, and ${known} is none`, {
      expected: 'a token of an administrator',
      fix: 'Where an identity provider says who one is, whoever runs that gives the role that SCHOLARGRAPH_OIDC_ADMIN names.',
    });
  }
  return new ScholargraphError('ADMINISTRATOR_REQUIRED', 'Only an administrator may do this', {
    expected: 'the header `Authorization: Bearer …` with the token of an administrator',
    fix: 'Whoever runs the server names administrators and their tokens in SCHOLARGRAPH_ADMIN_TOKENS, or an identity provider in SCHOLARGRAPH_OIDC_ISSUER.',
  });
}
