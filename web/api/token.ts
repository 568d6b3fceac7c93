const stored = 'scholargraph:token';

/** The administrator's token, kept while the tab is open and nowhere else; empty where there is none. */
export function keptToken(): string {
  return sessionStorage.getItem(stored) ?? '';
}

export function keepToken(token: string): void {
  sessionStorage.setItem(stored, token);
}
