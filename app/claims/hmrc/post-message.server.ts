import { config } from "~/platform/config/config.server";
import type { HmrcSettings } from "~/platform/config/hmrc.server";
import { log } from "~/platform/log.server";
import { withPassword, type GovTalkSender } from "./govtalk";
import { readReply, type HmrcReply } from "./read-reply";

/** HMRC may take long; what did not answer by then may still have arrived. */
const timeoutMs = 60_000;
const longestReply = 5_000_000;

/** Failures by which the request surely never reached anybody: no connection, no such name, no trust. */
const neverArrived = new Set([
  "ECONNREFUSED",
  "ENOTFOUND",
  "EAI_AGAIN",
  "ENETUNREACH",
  "EHOSTUNREACH",
  "UND_ERR_CONNECT_TIMEOUT",
  "CERT_HAS_EXPIRED",
  "DEPTH_ZERO_SELF_SIGNED_CERT",
  "SELF_SIGNED_CERT_IN_CHAIN",
  "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
  "ERR_TLS_CERT_ALTNAME_INVALID",
]);

/** "not-sent": HMRC surely has nothing. "lost": nobody knows. `received`: the answer exactly as it came. */
export type PostOutcome =
  | { kind: "answered"; reply: Exclude<HmrcReply, { kind: "unreadable" }>; received: string }
  | { kind: "not-sent"; why: string }
  | { kind: "lost"; why: string; received: string | null };

/** Who we are to HMRC, for the messages; null where claims are handed in by its form. */
export function govTalkSender(): GovTalkSender | null {
  const { hmrc, charity } = config;
  if (!hmrc || !charity.giftAid) return null;
  return {
    senderId: hmrc.senderId,
    hmrcReference: charity.giftAid.hmrcReference,
    vendorId: hmrc.vendorId,
    product: { name: "Roomlight", version: "1" },
    isTest: hmrc.isTest,
  };
}

/** Where to ask what became of a claim: HMRC's own word, if it leads to HMRC. */
export function pollAddress({ baseUrl }: HmrcSettings, told: string | null): string {
  const own = `${baseUrl}/poll`;
  if (told === null || !URL.canParse(told)) return own;
  const url = new URL(told);
  return url.origin === new URL(baseUrl).origin && url.pathname === new URL(own).pathname ? told : own;
}

/** Sends a message to HMRC, once. @param kept without its password, which goes in here @throws never for what the network does */
export async function postMessage(kept: string, to: "submission" | { poll: string | null }): Promise<PostOutcome> {
  const { hmrc } = config;
  if (!hmrc) return { kind: "not-sent", why: "there are no settings for HMRC" };
  const url = to === "submission" ? `${hmrc.baseUrl}/submission` : pollAddress(hmrc, to.poll);
  let status = 0;
  try {
    const response = await fetch(url, {
      method: "POST",
      headers: { "content-type": "text/xml; charset=utf-8" },
      body: withPassword(kept, hmrc.password),
      redirect: "error",
      signal: AbortSignal.timeout(timeoutMs),
    });
    status = response.status;
    const received = await readText(response);
    const reply = readReply(received);
    if (reply.kind !== "unreadable") return { kind: "answered", reply, received };
    log.warn({ status, why: reply.why }, "HMRC gave no answer that can be read");
    return { kind: "lost", why: response.ok ? reply.why : `HMRC answered with status ${status}`, received };
  } catch (error) {
    const code = failureCode(error);
    log.warn({ code, status }, "HMRC could not be asked");
    if (neverArrived.has(code)) return { kind: "not-sent", why: "HMRC could not be reached" };
    return { kind: "lost", why: "the connection to HMRC broke before its answer", received: null };
  }
}

function failureCode(error: unknown): string {
  for (let each: unknown = error; each instanceof Error; each = each.cause) {
    const { code } = each as { code?: unknown };
    if (typeof code === "string") return code;
  }
  return error instanceof Error ? error.name : "unknown";
}

async function readText(response: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  const reader = response.body?.getReader();
  for (let read = await reader?.read(); read && !read.done; read = await reader?.read()) {
    size += read.value.length;
    if (size > longestReply) {
      await reader?.cancel();
      break;
    }
    chunks.push(read.value);
  }
  return Buffer.concat(chunks).toString("utf8");
}
