/** A request that Stripe answers with an error. `body` is in Stripe's shape. */
export class Refusal extends Error {
  constructor(
    readonly status: number,
    readonly body: { type: string; message: string; [detail: string]: unknown },
  ) {
    super(body.message);
    this.name = "Refusal";
  }
}

/** 400: something in the request is wrong. */
export function invalid(message: string, details: { param?: string; code?: string } = {}): Refusal {
  return new Refusal(400, { type: "invalid_request_error", message, ...details });
}

/** No such object: 404 for the one that the address names, 400 for one that a parameter names. */
export function missing(kind: string, id: string, param?: string): Refusal {
  const noun = kind.split(".").at(-1)?.replaceAll("_", " ") ?? kind;
  return new Refusal(param ? 400 : 404, {
    type: "invalid_request_error",
    code: "resource_missing",
    param: param ?? "id",
    message: `No such ${noun}: '${id}'`,
  });
}
