import { spawn } from "node:child_process";
import { join } from "node:path";
import { build } from "./build.js";
import { home, install } from "./install.js";

install();
build();

// The site says where everything is once it is open. It stops by itself when this process ends.
const site = spawn(process.execPath, [join(home, "build", "server", "index.js")], {
  cwd: home,
  stdio: "inherit",
  env: { LOG_LEVEL: "warn", ...process.env, NODE_ENV: "production", SITE_MODE: "try" },
});
for (const signal of /** @type {const} */ (["SIGINT", "SIGTERM"])) process.on(signal, () => site.kill(signal));
site.once("exit", (code) => process.exit(code ?? 1));
