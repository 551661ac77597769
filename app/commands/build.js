import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { bin, projectRoot, install, run } from "./install.js";

const sources = ["app", "emails", "public", "prisma/schema", "package-lock.json", "vite.config.ts", "remix.config.js", "tsconfig.json"];

/** Builds the site unless it was built from these very files. Help pages with a mistake in them fail it, with file and line. */
export function build() {
  const stampFile = join(projectRoot, "build", "made-from");
  const sourcesHash = hashSources(sources);
  if (existsSync(stampFile) && readFileSync(stampFile, "utf8") === sourcesHash) return;
  run(bin("tsx"), ["app/commands/check-content.ts"], { SITE_MODE: "test" });
  run(bin("remix"), ["vite:build", "--logLevel", "warn"], { NODE_ENV: "production" });
  writeFileSync(stampFile, sourcesHash);
}

/** @param {string[]} paths */
function hashSources(paths) {
  const hash = createHash("sha256");
  for (const path of paths) {
    const full = join(projectRoot, path);
    const files =
      path.includes(".") && !path.includes("/")
        ? [""]
        : readdirSync(full, { recursive: true, withFileTypes: true })
            .flatMap((entry) => (entry.isFile() ? [join(entry.parentPath, entry.name).slice(full.length)] : []))
            .sort();
    for (const file of files) hash.update(path + file).update(readFileSync(join(full, file)));
  }
  return hash.digest("hex");
}

if (process.argv[1]?.endsWith("build.js")) {
  install();
  build();
}
