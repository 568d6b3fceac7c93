import { setTimeout as delay } from 'node:timers/promises';

/** Milliseconds that the end of a server waits for the last traces to be taken. */
const patience = 3_000;

/**
 * Sends traces to where OpenTelemetry's environment variables say. Where none of them names a place, the SDK is not even
 * loaded.
 * @returns what sends the last of them, and ends it
 */
export async function startTracing(env: NodeJS.ProcessEnv): Promise<() => Promise<void>> {
  if (!isAsked(env)) return async () => {};
  const [{ BatchSpanProcessor, NodeTracerProvider }, { OTLPTraceExporter }, resources] = await Promise.all([
    import('@opentelemetry/sdk-trace-node'),
    import('@opentelemetry/exporter-trace-otlp-http'),
    import('@opentelemetry/resources'),
  ]);
  const named = resources.detectResources({ detectors: [resources.envDetector] });
  const provider = new NodeTracerProvider({
    resource: resources.resourceFromAttributes({ 'service.name': 'scholargraph' }).merge(named),
    spanProcessors: [new BatchSpanProcessor(new OTLPTraceExporter())],
  });
  provider.register();
  // Traces that cannot be delivered are no reason to fail.
  return () =>
    Promise.race([provider.shutdown().catch(() => {}), delay(patience, undefined, { ref: false })]);
}

/** The variables and their meanings: https://opentelemetry.io/docs/specs/otel/configuration/sdk-environment-variables/ */
function isAsked(env: NodeJS.ProcessEnv): boolean {
  if (env['OTEL_SDK_DISABLED']?.toLowerCase() === 'true' || env['OTEL_TRACES_EXPORTER'] === 'none')
    return false;
  return Boolean(env['OTEL_EXPORTER_OTLP_TRACES_ENDPOINT'] || env['OTEL_EXPORTER_OTLP_ENDPOINT']);
}
