import type { IncomingMessage, ServerResponse } from "node:http";

let date = { second: 0, line: "" };

/** The line of the Date header, made once a second. */
function dateLine(): string {
  const second = Math.floor(Date.now() / 1000);
  if (date.second !== second) date = { second, line: `date: ${new Date(second * 1000).toUTCString()}\r\n` };
  return date.line;
}

/** Headers as the lines that are sent. They must be checked already, as those of a `Response` are. */
export const headOf = (headers: readonly string[]): string =>
  headers.reduce((lines, part, index) => lines + part + (index % 2 === 0 ? ": " : "\r\n"), "HTTP/1.1 200 OK\r\n");

/**
 * Sends a head that is ready as text (`headOf`) and a body. Node's writeHead checks and joins each header of each
 * answer anew, which would cost a kept page more than everything else about it.
 * @returns false, having sent nothing, where that can't be done: then writeHead does it
 */
export function sendReady(request: IncomingMessage, response: ServerResponse, head: string, body: Buffer): boolean {
  if (request.method !== "GET" || request.httpVersion !== "1.1" || !response.shouldKeepAlive) return false;
  // The text that writeHead would make. Should a version of Node keep it elsewhere, no header counts as sent.
  (response as ServerResponse & { _header?: string })._header = `${head}${dateLine()}\r\n`;
  if (!response.headersSent) return false;
  response.end(body);
  return true;
}
