import { afterEach, describe, expect, it } from "vitest";
import { isValidFormId, newFormId } from "~/giving/checkout/form-id.server";
import { config } from "~/platform/config/config.server";

const now = new Date("2026-09-07T10:00:00Z");
const later = (hours: number) => new Date(now.getTime() + hours * 3_600_000);
const secrets = [...config.sessionSecrets];

afterEach(() => void config.sessionSecrets.splice(0, Infinity, ...secrets));

describe("an attempt to give", () => {
  it("is known again for twelve hours", () => {
    const attempt = newFormId(now);
    expect(isValidFormId(attempt, now)).toBe(true);
    expect(isValidFormId(attempt, later(11.9))).toBe(true);
    expect(isValidFormId(attempt, later(12))).toBe(false);
    expect(isValidFormId(attempt, later(-1))).toBe(false);
  });

  it("is another one each time", () => {
    expect(newFormId(now)).not.toBe(newFormId(now));
  });

  it("can't be made up, prolonged or taken apart", () => {
    const attempt = newFormId(now);
    const [id, time, signed] = attempt.split(".");
    const dayLater = (now.getTime() + 86_400_000).toString(36);
    for (const forged of [
      undefined,
      "",
      ".",
      "..",
      "a.b.c",
      `${id}.${dayLater}.${signed}`,
      `${id}x.${time}.${signed}`,
      `${id}.${time}`,
      `${id}.${time}.`,
      `${attempt}.x`,
      `${attempt}é`,
      `${id}.${time}.${signed?.slice(1)}`,
      "\u0000.\u0000.\u0000",
      "x".repeat(10_000),
    ]) {
      expect(isValidFormId(forged, now)).toBe(false);
    }
  });

  it("stays known when the secret is changed and the old one kept", () => {
    const attempt = newFormId(now);
    config.sessionSecrets.unshift("another-secret-that-is-long-enough-for-this");
    expect(isValidFormId(attempt, now)).toBe(true);
    config.sessionSecrets.splice(1);
    expect(isValidFormId(attempt, now)).toBe(false);
  });
});
