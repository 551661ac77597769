import type { IncomingMessage, ServerResponse } from "node:http";

/** A head as the text that is sent: `lines` without the date, `full` with that of a second. */
export type PrebuiltHead = { readonly lines: string; second: number; full: string };

/** Makes a head of names and values in turn. They must be checked already, as those of a `Response` are. */
export function buildHead(headers: readonly string[]): PrebuiltHead {
  const lines = headers.reduce((text, part, index) => text + part + (index % 2 === 0 ? ": " : "\r\n"), "HTTP/1.1 200 OK\r\n");
  return { lines, second: 0, full: "" };
}

/** The head with the date of now, which is written once a second. */
function withDate(head: PrebuiltHead): string {
  const second = Math.floor(Date.now() / 1000);
  if (head.second !== second) {
    head.second = second;
    head.full = `${head.lines}date: ${new Date(second * 1000).toUTCString()}\r\n\r\n`;
  }
  return head.full;
}

/**
 * Sends a head that is ready as text (`buildHead`) and a body. Node's writeHead checks and joins each header of each
 * answer anew, which would cost a kept page more than everything else about it.
 * @returns false, having sent nothing, where that can't be done: then writeHead does it
 */
export function sendPrebuilt(request: IncomingMessage, response: ServerResponse, head: PrebuiltHead, body: Buffer): boolean {
  if (request.method !== "GET" || request.httpVersion !== "1.1" || !response.shouldKeepAlive) return false;
  // The text that writeHead would make. Should a version of Node keep it elsewhere, no header counts as sent.
  (response as ServerResponse & { _header?: string })._header = withDate(head);
  if (!response.headersSent) return false;
  response.end(body);
  return true;
}
