import { setTimeout as wait } from "node:timers/promises";
import { readChaos, strikes } from "../chaos";
import { checkAnswer, findEndpoint, readRequest, type Breach, type Endpoint } from "../contract";
import { newId } from "../records";
import { noteViolation, type Route, type World } from "../world";
import { breachRefusal } from "./breach";
import { expand } from "./expand";
import { admit } from "./idempotency";
import { checkKey } from "./key";
import { Refusal } from "./refusal";

export type ApiRequest = { method: string; path: string; query: string; headers: Record<string, string | undefined>; body: string };
/** `lost`: the connection is to be broken instead. */
export type ApiReply = { status: number; headers: Record<string, string>; body: string; lost?: boolean };

/** Answers a request to Stripe's interface: held to the contract on the way in and on the way out. */
export async function answerApi(world: World, request: ApiRequest): Promise<ApiReply> {
  const id = newId("req");
  const headers: Record<string, string> = {
    "content-type": "application/json",
    "request-id": id,
    "stripe-version": world.contract.apiVersion,
  };
  const reply = (status: number, body: string, more: Record<string, string> = {}) => ({ status, body, headers: { ...headers, ...more } });
  const key = request.method === "POST" ? request.headers["idempotency-key"] : undefined;
  if (key) headers["idempotency-key"] = key;
  let release = () => {};
  try {
    checkKey(request.headers.authorization);
    noteVersion(world, request);
    if (strikes(world, "tooManyRequests")) {
      throw new Refusal(429, {
        type: "invalid_request_error",
        code: "rate_limit",
        message: "Request rate limit exceeded. Learn more about rate limits here: https://stripe.com/docs/rate-limits.",
      });
    }
    const { endpoint, params } = read(world, request);
    const ticket = key ? admit(world, key, request) : null;
    release = ticket?.release ?? release;
    if (ticket?.replay) return reply(ticket.replay.status, ticket.replay.body, { "idempotent-replayed": "true" });

    world.cause = { request: id, key: key ?? null };
    const { status, body } = carryOut(world, request, endpoint, params);
    ticket?.keep(status, body);
    world.cause = null;
    world.done();
    return await troubled(world, request, reply(status, body));
  } catch (error) {
    const { status, body } = refusalOf(world, request, error);
    return reply(status, JSON.stringify({ error: body }));
  } finally {
    world.cause = null;
    release();
    world.done();
  }
}

function read(world: World, request: ApiRequest): { endpoint: Endpoint; params: Record<string, unknown> } {
  const endpoint = findEndpoint(world.contract, request.method, request.path);
  if (!endpoint) {
    throw new Refusal(404, {
      type: "invalid_request_error",
      message: `Unrecognized request URL (${request.method}: ${request.path}). Please see https://stripe.com/docs or we can help at https://support.stripe.com/.`,
    });
  }
  const { params, breaches } = readRequest(world.contract, endpoint, request.method === "POST" ? request.body : request.query);
  if (breaches[0]) {
    noteViolation(world, `request ${endpoint.method} ${endpoint.path}`, breaches.map(breachText));
    throw breachRefusal(breaches[0]);
  }
  return { endpoint, params };
}

/** Lets the endpoint's route answer. A refusal after something was done, such as a decline, is an answer as well. */
function carryOut(
  world: World,
  request: ApiRequest,
  endpoint: Endpoint,
  params: Record<string, unknown>,
): { status: number; body: string } {
  const route = routeFor(world, endpoint);
  if (!route) throw new Refusal(501, { type: "api_error", message: `This sandbox does not know ${endpoint.method} ${endpoint.path} yet.` });
  try {
    const { expand: wanted, ...rest } = params;
    const answer = route.answer(world, { params: rest, ids: idsIn(endpoint.path, request.path) });
    const expanded = expand(world, answer, Array.isArray(wanted) ? wanted.map(String) : []);
    checkReply(world, endpoint, 200, expanded);
    return { status: 200, body: JSON.stringify(expanded, null, 2) };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    checkReply(world, endpoint, error.status, { error: error.body });
    return { status: error.status, body: JSON.stringify({ error: error.body }) };
  }
}

/** The faults that happen after the request was carried out. */
async function troubled(world: World, request: ApiRequest, reply: ApiReply): Promise<ApiReply> {
  if (request.method !== "POST") return reply;
  const { slowReply } = readChaos(world);
  if (slowReply > 0) await wait(slowReply);
  if (strikes(world, "lostReply")) return { ...reply, lost: true };
  if (!strikes(world, "errorAfterCommit")) return reply;
  return { ...reply, status: 500, body: JSON.stringify({ error: { type: "api_error", message: "An unknown error occurred." } }) };
}

function refusalOf(world: World, request: ApiRequest, error: unknown): { status: number; body: object } {
  if (error instanceof Refusal) return { status: error.status, body: error.body };
  console.error(`stripe sandbox: ${request.method} ${request.path} failed`, error);
  noteViolation(world, `fault in ${request.method} ${request.path}`, [error instanceof Error ? error.message : String(error)]);
  return { status: 500, body: { type: "api_error", message: "The sandbox itself failed; its log says why." } };
}

function checkReply(world: World, endpoint: Endpoint, status: number, body: unknown): void {
  const breaches = checkAnswer(world.contract, endpoint, status, body);
  if (breaches.length > 0) noteViolation(world, `answer to ${endpoint.method} ${endpoint.path}`, breaches.map(breachText));
}

/** Another version is answered in this one, as the package's types are of this one only; but it is noted. */
function noteVersion(world: World, request: ApiRequest): void {
  const asked = request.headers["stripe-version"];
  if (asked && asked !== world.contract.apiVersion)
    noteViolation(world, "request header stripe-version", [`${asked}: answered in ${world.contract.apiVersion}`]);
}

const anonymous = (path: string) => path.replace(/\{\w+\}/g, "{}");

function routeFor(world: World, endpoint: Endpoint): Route | undefined {
  const path = anonymous(endpoint.path);
  return world.parts
    .flatMap((part) => part.routes ?? [])
    .find((route) => route.method === endpoint.method && anonymous(route.path) === path);
}

function idsIn(pattern: string, path: string): string[] {
  const given = path.split("/");
  return pattern.split("/").flatMap((part, index) => (part.startsWith("{") ? decodeURIComponent(given[index] ?? "") : []));
}

const breachText = (breach: Breach) => `${breach.path || "the whole"}: ${breach.why}`;
