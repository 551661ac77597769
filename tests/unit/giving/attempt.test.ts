import { afterEach, describe, expect, it } from "vitest";
import { isAttempt, newAttempt } from "~/giving/checkout/form-id.server";
import { config } from "~/platform/config/config.server";

const now = new Date("2026-09-07T10:00:00Z");
const later = (hours: number) => new Date(now.getTime() + hours * 3_600_000);
const secrets = [...config.sessionSecrets];

afterEach(() => void config.sessionSecrets.splice(0, Infinity, ...secrets));

describe("an attempt to give", () => {
  it("is known again for twelve hours", () => {
    const attempt = newAttempt(now);
    expect(isAttempt(attempt, now)).toBe(true);
    expect(isAttempt(attempt, later(11.9))).toBe(true);
    expect(isAttempt(attempt, later(12))).toBe(false);
    expect(isAttempt(attempt, later(-1))).toBe(false);
  });

  it("is another one each time", () => {
    expect(newAttempt(now)).not.toBe(newAttempt(now));
  });

  it("can't be made up, prolonged or taken apart", () => {
    const attempt = newAttempt(now);
    const [id, time, sealed] = attempt.split(".");
    const dayLater = (now.getTime() + 86_400_000).toString(36);
    for (const forged of [
      undefined,
      "",
      ".",
      "..",
      "a.b.c",
      `${id}.${dayLater}.${sealed}`,
      `${id}x.${time}.${sealed}`,
      `${id}.${time}`,
      `${id}.${time}.`,
      `${attempt}.x`,
      `${attempt}é`,
      `${id}.${time}.${sealed?.slice(1)}`,
      "\u0000.\u0000.\u0000",
      "x".repeat(10_000),
    ]) {
      expect(isAttempt(forged, now)).toBe(false);
    }
  });

  it("stays known when the secret is changed and the old one kept", () => {
    const attempt = newAttempt(now);
    config.sessionSecrets.unshift("another-secret-that-is-long-enough-for-this");
    expect(isAttempt(attempt, now)).toBe(true);
    config.sessionSecrets.splice(1);
    expect(isAttempt(attempt, now)).toBe(false);
  });
});
