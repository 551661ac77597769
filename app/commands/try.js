import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "./build.js";
import { projectRoot, install } from "./install.js";

/** npm run try: installs, builds and opens the site, with nothing real about it. */
install();
build();

// The site runs in this very process, so nothing of it is left when this ends, however that happens.
process.chdir(projectRoot);
process.env.NODE_ENV = "production";
process.env.SITE_MODE = "try";
process.env.LOG_LEVEL ??= "warn";
await import(pathToFileURL(join(projectRoot, "build", "server", "index.js")).href);
