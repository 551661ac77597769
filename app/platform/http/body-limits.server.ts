import type { Context, MiddlewareHandler } from "hono";
import { bodyLimit } from "hono/body-limit";

/**
 * How large the form of a path may be that a file is sent with. `advice`: what somebody is told whose file is larger.
 * `isStreamed`: its screen reads the file as it arrives, so the length must be known before.
 */
export type BodyLimit = { path: string; maxFileBytes: number; advice: string; isStreamed?: boolean };

const maxFormBytes = 64 * 1024;

/** Refuses what is larger than a form may be, before any of it is read. @param errorPage answers in words */
export function limitBodies(
  limits: readonly BodyLimit[],
  errorPage: (c: Context, status: 411 | 413, title: string, message: string) => Response,
): MiddlewareHandler {
  const limitBody = (maxSize: number, advice: string) =>
    bodyLimit({
      maxSize,
      onError: (c) => errorPage(c, 413, "That is more than this form can take", `Nothing was saved, and no money was taken. ${advice}`),
    });
  const formLimit = limitBody(maxFormBytes, "Go back, shorten what you wrote, and send it again.");
  const uploads = new Map(limits.map((each) => [each.path, { ...each, limit: limitBody(each.maxFileBytes + maxFormBytes, each.advice) }]));
  return (c, next) => {
    const upload = uploads.get(c.req.path);
    // A body that does not say how long it is would be held whole to be measured.
    if (upload?.isStreamed && c.req.raw.body && c.req.header("content-length") === undefined)
      return Promise.resolve(
        errorPage(
          c,
          411,
          "Send the file from the page",
          "Nothing was saved, and no money was taken. Open the page on this site and choose the file there.",
        ),
      );
    return (upload?.limit ?? formLimit)(c, next);
  };
}
