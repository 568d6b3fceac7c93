import { afterEach, beforeEach, inject, vi } from 'vitest';

/**
 * Has commands that a test runs in its own process use the test's database, and keeps what they write.
 * @returns what has been written, to either stream, since the test began or emptied it
 */
export function commandOutput(): { text: string } {
  const output = { text: '' };
  beforeEach(() => {
    output.text = '';
    const { uri, user, password, database } = inject('neo4j');
    vi.stubEnv('NEO4J_URI', uri);
    vi.stubEnv('NEO4J_USER', user);
    vi.stubEnv('NEO4J_PASSWORD', password);
    vi.stubEnv('NEO4J_DATABASE', database);
    for (const stream of [process.stdout, process.stderr]) {
      vi.spyOn(stream, 'write').mockImplementation((text) => {
        output.text += text.toString();
        return true;
      });
    }
  });
  afterEach(() => {
    vi.unstubAllEnvs();
    vi.restoreAllMocks();
  });
  return output;
}
