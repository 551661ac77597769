import { afterAll, afterEach, beforeAll, beforeEach } from "vitest";
import { followClaims } from "~/claims/hand-in/follow-claims.server";
import { setClock } from "~/platform/clock";
import { config } from "~/platform/config/config.server";
import { startHmrcSandbox, type HmrcSandbox } from "~/sandbox/hmrc/start-hmrc-sandbox";
import { useDatabase } from "../database";

export let hmrc: HmrcSandbox;
let time = new Date();

/** Gives a test file a database, a pretend HMRC, and a clock that starts at noon of 28 November 2026. Call it at the top of the file. */
export function useClaims(): void {
  useDatabase();
  const settings = config.hmrc;
  if (!settings) throw new Error("tests speak to the sandbox");
  const { baseUrl } = settings;
  beforeAll(async () => void (hmrc = await startHmrcSandbox({ port: 0, account: settings, pollSeconds: 10, now: () => time })));
  afterAll(() => hmrc.stop());
  beforeEach(() => {
    time = new Date("2026-11-28T12:00:00Z");
    setClock(() => time);
    settings.baseUrl = hmrc.url;
    hmrc.control.reset();
  });
  afterEach(() => {
    setClock(() => new Date());
    settings.baseUrl = baseUrl;
  });
}

export const passSeconds = (seconds: number): void => void (time = new Date(time.getTime() + seconds * 1000));
export const currentTime = (): Date => time;

/** Lets minutes go by, with what the site does each minute. */
export async function passMinutes(minutes: number): Promise<void> {
  for (let minute = 0; minute < minutes; minute++) {
    passSeconds(60);
    await followClaims();
  }
}
