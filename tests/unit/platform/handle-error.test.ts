import { afterEach, expect, it, vi } from "vitest";
import { handleError } from "~/entry.server";
import { log } from "~/platform/log.server";

const logged = vi.spyOn(log, "error").mockImplementation(() => {});
afterEach(() => void logged.mockClear());

const fail = (error: unknown, request = new Request("https://www.example.org/")) => handleError(error, { request });

/** What Remix makes of an answer that it gives itself, such as that of a method which a route does not have. */
const errorResponse = (status: number, statusText: string, error: Error) => ({
  status,
  statusText,
  internal: true,
  data: String(error),
  error,
});

it.each([
  [404, "Not Found"],
  [405, "Method Not Allowed"],
  [400, "Bad Request"],
])("an answer of %i is no failure of the site: its line in the log says all", (status, statusText) => {
  fail(errorResponse(status, statusText, new Error("You made a request that has no answer")));
  expect(logged).not.toHaveBeenCalled();
});

it("a failure is logged by its kind, also one that Remix wraps", () => {
  fail(new RangeError("ada@example.org"));
  fail(errorResponse(500, "Internal", new TypeError("ada@example.org")));
  expect(logged.mock.calls.map(([fields]) => (fields as unknown as { kind: string }).kind)).toEqual(["RangeError", "TypeError"]);
  expect(JSON.stringify(logged.mock.calls)).not.toContain("ada@");
});

it("a visitor who left is no failure", () => {
  const left = new AbortController();
  left.abort();
  fail(new Error("aborted"), new Request("https://www.example.org/", { signal: left.signal }));
  expect(logged).not.toHaveBeenCalled();
});
