import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";

const candidates = [
  process.env.CHROMIUM ?? "",
  // The same browser without the parts that draw a window: a quarter less work for each journey.
  "/usr/bin/chromium-headless-shell",
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/snap/bin/chromium",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
];

const findInstalled = () => candidates.find((place) => place !== "" && existsSync(place));

/** Where Chromium is. On Debian, as root, it is installed if missing; otherwise says what to do, and ends. @returns {string} */
export function findChromium() {
  const existing = findInstalled();
  if (existing) return existing;
  if (existsSync("/usr/bin/apt-get") && process.getuid?.() === 0) {
    console.log("Installing Chromium for the journeys in a browser …");
    const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
    spawnSync("apt-get", ["update", "-qq"], { stdio: "inherit", env });
    for (const browser of ["chromium-headless-shell", "chromium"]) {
      const aptArgs = ["install", "-y", "-qq", "--no-install-recommends", browser, "fonts-liberation"];
      // An older Debian has the second only.
      if (spawnSync("apt-get", aptArgs, { stdio: ["ignore", "ignore", "inherit"], env }).status === 0) break;
    }
  }
  const installed = findInstalled();
  if (installed) return installed;
  console.error(
    "The journeys need Chromium, and none was found. On Debian or Ubuntu: sudo apt-get install chromium. Elsewhere install Chromium or Chrome, and write its path into CHROMIUM.",
  );
  process.exit(1);
}
