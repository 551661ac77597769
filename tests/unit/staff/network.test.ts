import { expect, test } from "vitest";
import { describeBrowser, truncateNetwork } from "~/staff/network";

test.each([
  ["203.0.113.7", "203.0.113.0/24"],
  ["2001:db8:12:34", "2001:db8:12::/48"],
  ["", ""],
  ["nonsense", ""],
])("the network of %j is kept as %j", (ip, network) => {
  expect(truncateNetwork(ip)).toBe(network);
});

test.each([
  ["Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox on Windows"],
  [
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Version/18.0 Mobile/15E148 Safari/604.1",
    "Safari on an iPhone",
  ],
  ["Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 Chrome/140.0.0.0 Safari/537.36", "Chrome on a Mac"],
  ["Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 Chrome/140.0 Mobile Safari/537.36 EdgA/140.0", "Edge on Android"],
  ["curl/8", "A browser"],
  [null, "A browser"],
])("%j is told as %s", (userAgent, words) => {
  expect(describeBrowser(userAgent)).toBe(words);
});
