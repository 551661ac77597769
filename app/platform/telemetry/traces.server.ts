import { AsyncLocalStorage } from "node:async_hooks";
import type { Context } from "@opentelemetry/api";
import type { SpanExporter } from "@opentelemetry/sdk-trace";
import { log } from "../log.server";

/** Facts of a span: kinds of things, never a thing. No id, token, address, query or message of an error is among them. */
type SpanFacts = Record<string, string | number>;
type SpanStart = {
  /** server: a request to us; client: one of ours to others; job: one of the queue. */
  kind: "server" | "client" | "job";
  name: string;
  facts: SpanFacts;
};
type SpanEnd = {
  facts?: SpanFacts;
  /** Whether it went wrong, or what of (`errorKind`). */
  failed?: boolean | string;
};
type RunSpan = <Result>(start: SpanStart, work: (end: (ended: SpanEnd) => void) => Result) => Result;

/** A collector that hangs holds up no process that stops: two of the five seconds that open pages have. */
const maxFlushMs = 2000;

/** null: traces are off. */
let runSpan: RunSpan | null = null;

/**
 * Does work that is both counted and traced: a span under that of whoever asked for it, where traces are on.
 * @param work calls `end` once, which returns how long it took, in seconds
 */
export function measure<Result>(start: SpanStart, work: (end: (ended: SpanEnd) => number) => Result): Result {
  const startedAt = performance.now();
  const seconds = () => (performance.now() - startedAt) / 1000;
  if (!runSpan) return work(seconds);
  return runSpan(start, (endSpan) =>
    work((ended) => {
      endSpan(ended);
      return seconds();
    }),
  );
}

/** The name of an error's class. Its message may quote what a person typed. */
export const errorKind = (error: unknown): string => (error instanceof Error ? error.constructor.name : typeof error);

/** The path of a service's address: whatever in it is no word of the service's becomes ":id", and what is asked for is left out. */
export const pathPattern = (path: string): string =>
  (path.split("?")[0] ?? "")
    .split("/")
    .map((part) => (part === "v1" || /^[a-z_-]*$/.test(part) ? part : ":id"))
    .join("/");

/**
 * Begins to send traces to a collector, in batches behind the work that they tell of; what it does not take is dropped. The libraries are
 * loaded here and nowhere else: a site without traces holds none of them in memory.
 * @param endpoint the collector's address, without /v1/traces
 * @param serviceName what this service is called there
 */
export async function startTraces({
  endpoint,
  serviceName,
}: {
  endpoint: string;
  serviceName: string;
}): Promise<{ stop(): Promise<void> }> {
  const [api, sdk, { defaultResource, resourceFromAttributes }, { OTLPTraceExporter }] = await Promise.all([
    import("@opentelemetry/api"),
    import("@opentelemetry/sdk-trace"),
    import("@opentelemetry/resources"),
    import("@opentelemetry/exporter-trace-otlp-http"),
  ]);
  const exporter = new OTLPTraceExporter({ url: `${endpoint}/v1/traces` });
  const provider = new sdk.TracerProvider({
    resource: defaultResource().merge(resourceFromAttributes({ "service.name": serviceName })),
    spanProcessors: [new sdk.BatchSpanProcessor({ exporter: reportOutages(exporter) })],
  });
  const tracer = provider.getTracer("roomlight");
  const contexts = new AsyncLocalStorage<Context>();
  const kinds = { server: api.SpanKind.SERVER, client: api.SpanKind.CLIENT, job: api.SpanKind.CONSUMER };

  runSpan = ({ kind, name, facts }, work) => {
    // Requests and jobs begin a trace: what ran when their connection or their queue was opened is not what they are part of.
    const parent = (kind === "client" ? contexts.getStore() : null) ?? api.ROOT_CONTEXT;
    const span = tracer.startSpan(name, { kind: kinds[kind], attributes: facts }, parent);
    return contexts.run(api.trace.setSpan(parent, span), work, ({ facts: more = {}, failed = false }: SpanEnd) => {
      span.setAttributes(more);
      if (typeof failed === "string") span.setAttribute("error.type", failed);
      if (failed) span.setStatus({ code: api.SpanStatusCode.ERROR });
      span.end();
    });
  };
  return {
    /** Sends what is left, unless the collector takes too long. */
    async stop() {
      runSpan = null;
      const late = new Promise<void>((done) => void setTimeout(done, maxFlushMs).unref());
      await Promise.race([provider.shutdown().catch(() => {}), late]);
    },
  };
}

/** A collector that is away is told of once, and once when it is back: each batch fails anew. */
function reportOutages(exporter: SpanExporter): SpanExporter {
  let isAway = false;
  return {
    export(spans, done) {
      exporter.export(spans, (result) => {
        if (result.error && !isAway)
          log.warn({ failure: errorKind(result.error) }, "the collector takes no traces: they are dropped until it does");
        if (!result.error && isAway) log.info({}, "the collector takes traces again");
        isAway = result.error !== undefined;
        done(result);
      });
    },
    shutdown: () => exporter.shutdown(),
  };
}
