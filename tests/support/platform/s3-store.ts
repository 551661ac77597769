import { createHash, randomBytes } from "node:crypto";
import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";
import { refusalOf } from "./s3-signature";

export const storeKeys = { keyId: "AKROOMLIGHTTEST", secret: "the-secret-of-the-pretend-store", region: "eu-west-2" };
const bucket = "/backups";
/** Shorter than a real page, so that more than one is asked for. */
const pageSize = 2;
const leastPart = 5 * 1024 * 1024;

type Request = { method: string; path: string; query: URLSearchParams; body: Buffer };
type Fault = { at: (request: Request) => boolean; answer: (response: ServerResponse) => void };

/**
 * A bucket on this machine that answers as S3 does, checks every signature, and keeps what it is sent in memory. A part
 * counts once the whole is completed; whoever asks without a right signature gets nothing.
 */
export async function startStore() {
  const objects = new Map<string, Buffer>();
  const uploads = new Map<string, { key: string; parts: Map<number, Buffer> }>();
  const requests: string[] = [];
  let fault: Fault | null = null;
  let inFlight = 0;
  let most = 0;

  const server = createServer((request, response) => void serve(request, response));
  async function serve(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    most = Math.max(most, ++inFlight);
    response.once("close", () => inFlight--);
    const body = await buffer(incoming);
    const url = new URL(incoming.url ?? "", "http://store");
    const request = { method: incoming.method ?? "", path: decodeURIComponent(url.pathname), query: url.searchParams, body };
    requests.push(`${request.method} ${incoming.url}`);
    const refusal = refusalOf({ ...request, target: incoming.url ?? "", headers: incoming.headers }, storeKeys);
    if (refusal) return fail(response, 403, refusal, String(incoming.headers.authorization));
    if (fault?.at(request)) return fault.answer(response);
    answer(request, response);
  }

  function answer({ method, path, query, body }: Request, response: ServerResponse): void {
    if (path === bucket || path === `${bucket}/`) return list(query, response);
    if (!path.startsWith(`${bucket}/`)) return fail(response, 404, "NoSuchBucket");
    const key = path.slice(bucket.length + 1);
    const upload = uploads.get(query.get("uploadId") ?? "");
    if (query.has("uploadId") && upload?.key !== key) return fail(response, 404, "NoSuchUpload");
    if (method === "POST" && query.has("uploads")) {
      const id = randomBytes(8).toString("hex");
      uploads.set(id, { key, parts: new Map() });
      return xml(response, `<InitiateMultipartUploadResult><UploadId>${id}</UploadId></InitiateMultipartUploadResult>`);
    }
    if (method === "PUT" && upload) {
      upload.parts.set(Number(query.get("partNumber")), body);
      return void response.writeHead(200, { etag: etagOf(body) }).end();
    }
    if (method === "POST" && upload) return complete(query.get("uploadId") ?? "", upload, body.toString(), response);
    if (method === "DELETE" && upload) {
      uploads.delete(query.get("uploadId") ?? "");
      return void response.writeHead(204).end();
    }
    if (method === "PUT") {
      objects.set(key, body);
      return void response.writeHead(200, { etag: etagOf(body) }).end();
    }
    if (method === "DELETE") {
      objects.delete(key);
      return void response.writeHead(204).end();
    }
    const object = objects.get(key);
    if (!object) return fail(response, 404, "NoSuchKey");
    response.writeHead(200, { "content-length": object.length, etag: etagOf(object) }).end(method === "HEAD" ? undefined : object);
  }

  function complete(id: string, { key, parts }: { key: string; parts: Map<number, Buffer> }, body: string, response: ServerResponse): void {
    const named = [...body.matchAll(/<PartNumber>(\d+)<\/PartNumber>\s*<ETag>(?:&quot;|")?([0-9a-f]+)/g)].map(
      ([, number, etag]) => [Number(number), etag] as const,
    );
    const whole = named.map(([number]) => parts.get(number) ?? Buffer.alloc(0));
    if (
      named.length === 0 ||
      named.some(([number, etag], nth) => number !== nth + 1 || etagOf(whole[nth] ?? Buffer.alloc(0)) !== `"${etag}"`)
    )
      return fail(response, 400, "InvalidPart");
    if (whole.slice(0, -1).some((part) => part.length < leastPart)) return fail(response, 400, "EntityTooSmall");
    uploads.delete(id);
    objects.set(key, Buffer.concat(whole));
    xml(response, `<CompleteMultipartUploadResult><Key>${key}</Key><ETag>"whole"</ETag></CompleteMultipartUploadResult>`);
  }

  function list(query: URLSearchParams, response: ServerResponse): void {
    const prefix = query.get("prefix") ?? "";
    const after = query.get("continuation-token") ?? "";
    const keys = [...objects.keys()].filter((key) => key.startsWith(prefix) && key > after).toSorted();
    const page = keys.slice(0, pageSize);
    const more = keys.length > page.length ? `<NextContinuationToken>${page.at(-1)}</NextContinuationToken>` : "";
    const contents = page.map((key) => `<Contents><Key>${key}</Key><Size>${objects.get(key)?.length}</Size></Contents>`).join("");
    xml(response, `<ListBucketResult><IsTruncated>${more !== ""}</IsTruncated>${more}${contents}</ListBucketResult>`);
  }

  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return {
    settings: { url: `http://127.0.0.1:${port}${bucket}`, ...storeKeys },
    objects,
    /** Each as method and target, in their order. */
    requests,
    /** Parts that came and were neither completed nor given up. */
    openUploads: () => uploads.size,
    mostAtOnce: () => most,
    /** From now on what `at` finds is answered so; null: as it should be. */
    setFault: (next: Fault | null) => void (fault = next),
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

/** As AWS does, an error repeats what it was sent. */
export function fail(response: ServerResponse, status: number, code: string, repeated = ""): void {
  response.writeHead(status, { "content-type": "application/xml" });
  response.end(`<?xml version="1.0"?><Error><Code>${code}</Code><Message>no</Message><Sent>${repeated}</Sent></Error>`);
}

const xml = (response: ServerResponse, body: string): void =>
  void response.writeHead(200, { "content-type": "application/xml" }).end(`<?xml version="1.0" encoding="UTF-8"?>${body}`);
const etagOf = (body: Buffer): string => `"${createHash("md5").update(body).digest("hex")}"`;
