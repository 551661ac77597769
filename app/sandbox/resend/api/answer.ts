import { decoded } from "../../http";

/** One request to the pretend API, already read. */
export type ApiRequest = {
  method: string;
  path: string;
  query: URLSearchParams;
  headers: Record<string, string | undefined>;
  /** The parsed JSON body; undefined when there was none. */
  body: unknown;
  /** The body as it was sent. */
  raw: string;
};

export type Answer = { status: number; body: unknown; headers?: Record<string, string> };

/** One row of the pretend API's table: which requests it takes, and what it answers. */
export type Route = {
  method: "GET" | "POST" | "PATCH" | "DELETE";
  /** The path, with `:name` for a part that varies. */
  path: string;
  answer(request: ApiRequest, parts: Record<string, string>): Answer;
};

/** A refusal in the shape Resend uses: https://resend.com/docs/api-reference/errors */
export const refusal = (status: number, name: string, message: string, headers?: Record<string, string>): Answer => ({
  status,
  body: { statusCode: status, name, message },
  ...(headers && { headers }),
});

export const ok = (body: unknown): Answer => ({ status: 200, body });

/** Resend writes instants as PostgreSQL does: `2026-09-07 10:00:00.000+00`. */
export const resendInstant = (iso: string): string => iso.replace("T", " ").replace("Z", "+00");

/** One page of a list, newest first, as every list of Resend is cut: `limit` 1 to 100, `after` or `before` an id. */
export function listAnswer<T extends { id: string }>(newestFirst: T[], query: URLSearchParams, show: (record: T) => unknown): Answer {
  const limit = Number(query.get("limit") ?? 20);
  if (!Number.isInteger(limit) || limit < 1 || limit > 100) {
    return refusal(422, "validation_error", "The `limit` parameter must be between 1 and 100.");
  }
  const positionOf = (id: string) => newestFirst.findIndex((record) => record.id === id);
  const after = query.get("after");
  const before = query.get("before");
  if (after && before) return refusal(422, "validation_error", "Use either `after` or `before`, not both.");
  let start = after ? positionOf(after) + 1 : 0;
  let end = start + limit;
  let more = newestFirst.length > end;
  if (before) {
    end = Math.max(positionOf(before), 0);
    start = Math.max(end - limit, 0);
    more = start > 0;
  }
  return ok({ object: "list", has_more: more, data: newestFirst.slice(start, end).map(show) });
}

/** Finds the row of a request and the varying parts of its path. */
export function routeOf(
  routes: Route[],
  method: string,
  path: string,
): { route: Route; parts: Record<string, string> } | "unknown-path" | "other-method" {
  let pathIsKnown = false;
  for (const route of routes) {
    const parts = partsOf(route.path, path);
    if (!parts) continue;
    if (route.method === method) return { route, parts };
    pathIsKnown = true;
  }
  return pathIsKnown ? "other-method" : "unknown-path";
}

function partsOf(pattern: string, path: string): Record<string, string> | null {
  const wanted = pattern.split("/");
  const given = path.split("/");
  if (wanted.length !== given.length) return null;
  const parts: Record<string, string> = {};
  for (const [position, part] of wanted.entries()) {
    const value = given[position] ?? "";
    if (part.startsWith(":")) parts[part.slice(1)] = decoded(value);
    else if (part !== value) return null;
  }
  return parts;
}
