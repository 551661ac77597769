import type { IncomingMessage, ServerResponse } from "node:http";

/** A head as the text that is sent: `lines` without the date, `whole` with that of a second. */
export type ReadyHead = { readonly lines: string; second: number; whole: string };

/** Makes a head of names and values in turn. They must be checked already, as those of a `Response` are. */
export function headOf(headers: readonly string[]): ReadyHead {
  const lines = headers.reduce((text, part, index) => text + part + (index % 2 === 0 ? ": " : "\r\n"), "HTTP/1.1 200 OK\r\n");
  return { lines, second: 0, whole: "" };
}

/** The head with the date of now, which is written once a second. */
function withDate(head: ReadyHead): string {
  const second = Math.floor(Date.now() / 1000);
  if (head.second !== second) {
    head.second = second;
    head.whole = `${head.lines}date: ${new Date(second * 1000).toUTCString()}\r\n\r\n`;
  }
  return head.whole;
}

/**
 * Sends a head that is ready as text (`headOf`) and a body. Node's writeHead checks and joins each header of each
 * answer anew, which would cost a kept page more than everything else about it.
 * @returns false, having sent nothing, where that can't be done: then writeHead does it
 */
export function sendReady(request: IncomingMessage, response: ServerResponse, head: ReadyHead, body: Buffer): boolean {
  if (request.method !== "GET" || request.httpVersion !== "1.1" || !response.shouldKeepAlive) return false;
  // The text that writeHead would make. Should a version of Node keep it elsewhere, no header counts as sent.
  (response as ServerResponse & { _header?: string })._header = withDate(head);
  if (!response.headersSent) return false;
  response.end(body);
  return true;
}
