import { connect } from "node:net";
import { createResponseReader } from "./response-reader";

export type LoadOptions = {
  port: number;
  /** The bytes of the next request, or null when there are no more. */
  next: () => Buffer | null;
  connections: number;
};

export type LoadResult = {
  seconds: number;
  /** How many answers there were of each status. */
  statuses: Map<number, number>;
  /** From a request's first byte sent to its answer's last byte read: microseconds, shortest first. */
  latencies: Float64Array;
};

/** Sends requests over connections that stay open, one at a time on each, as fast as they are answered. */
export async function load({ port, next, connections }: LoadOptions): Promise<LoadResult> {
  const statuses = new Map<number, number>();
  const waits: number[] = [];
  const began = performance.now();
  const connection = () =>
    new Promise<void>((done, failed) => {
      const socket = connect(port, "127.0.0.1").setNoDelay(true);
      const read = createResponseReader();
      let sentAt = 0;
      const send = () => {
        const request = next();
        if (!request) {
          done();
          return void socket.destroy();
        }
        sentAt = performance.now();
        socket.write(request);
      };
      socket.on("data", (chunk) => {
        const status = read(chunk);
        if (status === null) return;
        waits.push((performance.now() - sentAt) * 1000);
        statuses.set(status, (statuses.get(status) ?? 0) + 1);
        send();
      });
      socket.once("connect", send).once("error", failed);
      socket.once("close", () => failed(new Error("the server closed a connection under load")));
    });
  await Promise.all(Array.from({ length: connections }, connection));
  return { seconds: (performance.now() - began) / 1000, statuses, latencies: Float64Array.from(waits).toSorted() };
}

/** The same request again and again for some seconds. */
export function repeatFor(seconds: number, request: Buffer): () => Buffer | null {
  const end = performance.now() + seconds * 1000;
  return () => (performance.now() < end ? request : null);
}

/** The same request so many times. */
export function repeatTimes(count: number, request: Buffer): () => Buffer | null {
  let left = count;
  return () => (left-- > 0 ? request : null);
}

/** The bytes of a GET as a browser that takes Brotli would send it. */
export const get = (path: string): Buffer =>
  Buffer.from(`GET ${path} HTTP/1.1\r\nhost: 127.0.0.1\r\naccept-encoding: gzip, deflate, br\r\n\r\n`);

/** The wait that a share of requests stays under, in microseconds. */
export const percentile = (waits: Float64Array, share: number): number =>
  waits[Math.min(waits.length - 1, Math.floor(waits.length * share))] ?? Number.NaN;

/** Throws unless all were answered with 200: figures of refusals are worth nothing. */
export function expectAllOk({ statuses }: LoadResult): void {
  if ([...statuses.keys()].some((status) => status !== 200))
    throw new Error(`not all was answered with 200: ${JSON.stringify([...statuses])}`);
}
