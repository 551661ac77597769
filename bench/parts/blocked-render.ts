import { setTimeout as sleep } from "node:timers/promises";
import { printTable } from "./statistics";
import type { StallingProxy } from "./stalling-proxy";

/**
 * Holds one page open while it is being made (its Stripe does not answer) and asks for others meanwhile. It does not
 * hang on the machine's speed: whoever waited for the held page would never be answered.
 */
export async function measureBlockedRender({ url }: { url: string }, proxy: StallingProxy): Promise<void> {
  const thanks = await startGiftForThankYouUrl(url, proxy);
  const letGo = proxy.hold();
  const began = performance.now();
  const slow = fetch(thanks).then(async (answer) => ({ status: answer.status, words: await answer.text(), ms: performance.now() - began }));
  while (proxy.countWaiting() === 0) await sleep(10);
  const rows: (string | number)[][] = [];
  for (const path of ["/", "/help", "/donate", "/no-such-page"]) {
    const asked = performance.now();
    const answer = await fetch(url + path, { signal: AbortSignal.timeout(10_000) });
    await answer.text();
    rows.push([path, answer.status, (performance.now() - asked).toFixed(1)]);
  }
  await sleep(Math.max(0, 2000 - (performance.now() - began)));
  letGo();
  const { status, ms } = await slow;
  rows.push(["/thank-you/… (held)", status, ms.toFixed(1)]);
  printTable("While one page is held open for two seconds, others are answered", ["", "status", "ms"], rows);
}

/** Starts a gift as a donor's browser does, and gives the address of its thank-you page. */
async function startGiftForThankYouUrl(url: string, proxy: StallingProxy): Promise<string> {
  const { key: attempt } = (await (await fetch(`${url}/donate/key`)).json()) as { key: string };
  const body = new URLSearchParams({ attempt, other: "12.50", first: "Robin", last: "Example", email: "robin@roomlight.example" });
  const answer = await fetch(`${url}/donate`, { method: "POST", body, headers: { origin: url }, redirect: "manual" });
  const thanks = proxy.successUrl();
  if (answer.status !== 303 || !thanks) throw new Error(`the gift was not started: ${answer.status}`);
  return thanks;
}
