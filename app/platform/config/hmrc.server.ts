import type { Environment } from "./environment.server";
import { sandboxValues } from "./sandbox-values";

/** What speaking to HMRC's Transaction Engine takes. Never logged, and the password is stored nowhere. */
export type HmrcSettings = {
  /** Ends before /submission and /poll. */
  baseUrl: string;
  isTest: boolean;
  senderId: string;
  password: string;
  vendorId: string;
};

const addresses = {
  live: "https://transaction-engine.tax.service.gov.uk",
  test: "https://test-transaction-engine.tax.service.gov.uk",
};

const names = ["HMRC_SENDER_ID", "HMRC_PASSWORD", "HMRC_VENDOR_ID"] as const;

/** What is missing beside what is given: some of the settings without the others can send nothing. */
export function hmrcErrors(env: Environment, invalidNames: Set<PropertyKey | undefined>): string[] {
  if (names.every((name) => env[name] === undefined)) return [];
  const errors = names
    .filter((name) => env[name] === undefined && !invalidNames.has(name))
    .map((name) => `${name}: missing: claims are handed in to HMRC with ${names.join(", ")} together, or with none of them by its form`);
  if (env.HMRC_SERVICE === undefined && env.SITE_MODE === "live" && !invalidNames.has("HMRC_SERVICE"))
    errors.push("HMRC_SERVICE: missing: write live for HMRC's live service, or test for its test service, which pays nothing");
  if (env.HMRC_SERVICE === "live" && env.SITE_MODE !== "live" && !env.HMRC_BASE_URL)
    errors.push(`HMRC_SERVICE: claims to the live service are real, and SITE_MODE is ${env.SITE_MODE}: write test, or leave it out`);
  return errors;
}

/** The settings for HMRC; the sandbox's where nothing is real; null on a live site that hands in by HMRC's form. */
export function hmrcSettings(env: Environment): HmrcSettings | null {
  const { HMRC_SENDER_ID: senderId, HMRC_PASSWORD: password, HMRC_VENDOR_ID: vendorId } = env;
  const service = env.HMRC_SERVICE ?? "test";
  if (senderId && password && vendorId)
    return { baseUrl: env.HMRC_BASE_URL ?? addresses[service], isTest: service === "test", senderId, password, vendorId };
  if (env.SITE_MODE === "live") return null;
  return {
    baseUrl: env.HMRC_BASE_URL ?? `http://127.0.0.1:${env.SANDBOX_HMRC_PORT}`,
    isTest: true,
    senderId: sandboxValues.hmrcSenderId,
    password: sandboxValues.hmrcPassword,
    vendorId: sandboxValues.hmrcVendorId,
  };
}
