import { decoded } from "../../http";
import type { ApiReply, ApiRequest } from "../api/answer";
import { Refusal } from "../api/refusal";
import type { Control } from "../control";
import type { World } from "../world";
import { answerChallengePage } from "./challenge";
import { answerCheckout } from "./checkout-answer";
import { answerAction } from "./control-actions";
import { controlPage } from "./control-page";
import { sentence } from "./frame";
import { answerPortal } from "./portal";

/** Answers a browser. */
export async function answerPage(world: World, control: Control, request: ApiRequest): Promise<ApiReply> {
  if (request.method !== "GET" && request.method !== "HEAD" && request.method !== "POST")
    return sentence(405, "Not possible", "This page can be read, and its forms sent.");
  if (request.method === "POST" && request.headers["sec-fetch-site"] === "cross-site")
    return sentence(403, "Refused", "A page from elsewhere can't send this form.");
  try {
    return await answer(world, control, request);
  } catch (error) {
    if (error instanceof Refusal)
      return sentence(error.status, "That did not work", error.message, { to: "/", text: "Back to the sandbox" });
    throw error;
  } finally {
    world.done();
  }
}

async function answer(world: World, control: Control, request: ApiRequest): Promise<ApiReply> {
  const [, place = "", ...rest] = request.path.split("/").map(decoded);
  if (request.path === "/") return request.method === "POST" ? answerAction(control, request.body) : controlPage(world, control);
  if (place === "c" && rest[0] === "pay" && rest[1]) return answerCheckout(world, rest[1], request);
  if (place === "3d-secure" && rest[0]) return answerChallengePage(world, rest[0], request);
  if (place === "p" && rest[0] === "session" && rest[1]) return answerPortal(world, rest[1], request);
  if (place === "receipts" || place === "mandates" || place === "invoices")
    return sentence(200, "Stripe would show it here", "The pretend Stripe draws no receipts, invoices or mandates.");
  return sentence(404, "There is nothing here", "The pretend Stripe has no such page.", { to: "/", text: "To its first page" });
}
