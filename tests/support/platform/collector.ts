import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { onTestFinished } from "vitest";

type Attribute = { key: string; value: { stringValue?: string; intValue?: number } };
type SentSpan = {
  traceId: string;
  spanId: string;
  parentSpanId?: string;
  name: string;
  kind: number;
  attributes: Attribute[];
  status: { code?: number; message?: string };
  events: unknown[];
};
type Sent = { resourceSpans: { resource: { attributes: Attribute[] }; scopeSpans: { spans: SentSpan[] }[] }[] };

/** A span with those under it: 2 is a request to us, 3 one of ours, 5 a job. */
export type SpanTree = {
  name: string;
  kind: number;
  facts: Record<string, string | number | undefined>;
  failed: boolean;
  under: SpanTree[];
};

/** What takes traces as a collector of OpenTelemetry does, in JSON; null: it never answers. */
export async function startCollector(status: number | null = 200) {
  const state = { status, bodies: [] as string[] };
  const server = createServer((request, response) => {
    let body = "";
    request.setEncoding("utf8").on("data", (part: string) => (body += part));
    request.on("end", () => {
      if (request.url === "/v1/traces") state.bodies.push(body);
      if (state.status !== null) response.writeHead(state.status, { "content-type": "application/json" }).end("{}");
    });
  });
  await new Promise<void>((opened) => void server.listen(0, "127.0.0.1", opened));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const read = () => state.bodies.flatMap((body) => (JSON.parse(body) as Sent).resourceSpans);
  return {
    state,
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    /** What is said of the process itself. */
    resources: () => read().map(({ resource }) => factsOf(resource.attributes)),
    trees(): SpanTree[] {
      const spans = read().flatMap(({ scopeSpans }) => scopeSpans.flatMap((scope) => scope.spans));
      const under = (parent: SentSpan | null): SpanTree[] =>
        spans
          .filter((span) => (parent ? span.parentSpanId === parent.spanId && span.traceId === parent.traceId : !span.parentSpanId))
          .map((span) => ({
            name: span.name,
            kind: span.kind,
            facts: factsOf(span.attributes),
            failed: span.status.code === 2,
            under: under(span),
          }));
      return under(null);
    },
  };
}

const factsOf = (attributes: Attribute[]) =>
  Object.fromEntries(attributes.map(({ key, value }) => [key, value.stringValue ?? value.intValue]));
