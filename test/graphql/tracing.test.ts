import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { freshGraph } from '../graph/freshGraph.ts';
import { buildPackage } from '../graph/local/builtPackage.ts';
import { ServerProcess } from '../processes/serverProcess.ts';
import { writeLibrary } from './fixture/library.ts';

interface Span {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly name: string;
  readonly attributes: readonly { readonly key: string; readonly value: Record<string, unknown> }[];
  readonly status: { readonly code?: number };
  readonly startTimeUnixNano: string;
  readonly endTimeUnixNano: string;
}

/** What a collector of traces was sent, as OTLP over HTTP has it in JSON. */
let received = '';
const spans: Span[] = [];
const services = new Set<string>();
let receiver: Server;
let server: ServerProcess;

beforeAll(async () => {
  const dist = await buildPackage('tracing');
  await writeLibrary(await freshGraph());
  receiver = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    received += body;
    for (const { resource, scopeSpans } of JSON.parse(body).resourceSpans) {
      for (const { key, value } of resource.attributes)
        if (key === 'service.name') services.add(value.stringValue);
      for (const scope of scopeSpans) spans.push(...scope.spans);
    }
    response.setHeader('content-type', 'application/json').end('{}');
  }).listen(0, '127.0.0.1');
  await once(receiver, 'listening');
  const address = receiver.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  server = await ServerProcess.start(dist, inject('neo4j'), {
    OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${port}`,
    OTEL_SERVICE_NAME: 'library',
    OTEL_BSP_SCHEDULE_DELAY: '100',
  });
});
afterAll(async () => {
  await server?.end();
  receiver?.closeAllConnections();
  receiver?.close();
});

const attribute = ({ attributes }: Span, name: string) =>
  Object.values(attributes.find(({ key }) => key === name)?.value ?? {})[0];
const ofTrace = (id: string) => spans.filter(({ traceId }) => traceId === id);

const query = `query Profile($name: String!) { author(name: $name) { name publications(first: 2) { nodes { title } } } }`;

test('a request is a trace from HTTP to Cypher, in the trace of whoever asks', async () => {
  const [trace, parent] = ['0af7651916cd43dd8448eb211c80319c', 'b7ad6b7169203331'];
  const { data } = await server.ask(query, {
    variables: { name: 'Keith Hall' },
    headers: { traceparent: `00-${trace}-${parent}-01`, 'user-agent': 'somebody/1.0' },
  });
  expect(data).toMatchObject({ author: { name: 'Keith Hall' } });
  // Each is sent when it has ended, and what is begun first ends last.
  await expect
    .poll(() => ofTrace(trace).map(({ name }) => name), { timeout: 60_000 })
    .toEqual(expect.arrayContaining(['POST /graphql', 'query Profile']));
  const [http, operation, ...statements] = ofTrace(trace).toSorted((a, b) =>
    Number(BigInt(a.startTimeUnixNano) - BigInt(b.startTimeUnixNano)),
  );
  if (http === undefined || operation === undefined) throw new Error('there are no spans');
  expect(http).toMatchObject({ name: 'POST /graphql', parentSpanId: parent });
  expect(attribute(http, 'http.response.status_code')).toBe(200);
  expect(operation).toMatchObject({ name: 'query Profile', parentSpanId: http.spanId });
  expect(statements.length).toBeGreaterThanOrEqual(2);
  for (const statement of statements) {
    expect(statement).toMatchObject({ name: 'READ', parentSpanId: operation.spanId });
    expect(attribute(statement, 'db.query.text')).toContain('RETURN');
    expect(attribute(statement, 'db.response.returned_rows')).toBeTypeOf('number');
    expect(attribute(statement, 'scholargraph.database_milliseconds')).toBeTypeOf('number');
  }
  expect(services).toEqual(new Set(['library']));
});

test('nothing of what was asked or of who asked is in it', async () => {
  expect(received).toContain('query Profile');
  for (const secret of ['Keith Hall', 'author(name', 'somebody/1.0', 'traceparent'])
    expect(received).not.toContain(secret);
});

test('what failed is marked, and its message stays here', async () => {
  const trace = '1af7651916cd43dd8448eb211c80319d';
  await server.ask('query Wrong { publications(first: -5) { totalCount } }', {
    headers: { traceparent: `00-${trace}-b7ad6b7169203331-01` },
  });
  const operation = () => ofTrace(trace).find(({ name }) => name === 'query Wrong');
  await expect.poll(operation, { timeout: 60_000 }).toMatchObject({ status: { code: 2 } });
  expect(received).not.toContain('first is -5');
});

test('whoever asks not to be traced is not', async () => {
  const trace = '2af7651916cd43dd8448eb211c80319e';
  await server.ask(query, {
    variables: { name: 'Keith Hall' },
    headers: { traceparent: `00-${trace}-b7ad6b7169203331-00` },
  });
  const after = '3af7651916cd43dd8448eb211c80319f';
  await server.ask('{ __typename }', { headers: { traceparent: `00-${after}-b7ad6b7169203331-01` } });
  await expect.poll(() => ofTrace(after).length, { timeout: 60_000 }).toBeGreaterThan(0);
  expect(ofTrace(trace)).toEqual([]);
});
