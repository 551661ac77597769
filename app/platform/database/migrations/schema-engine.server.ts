import { bindMigrationAwareSqlAdapterFactory } from "@prisma/driver-adapter-utils";
import type { SchemaEngine, SchemasContainer } from "@prisma/schema-engine-wasm";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { engineConnection } from "./adapter.server";

/**
 * Prisma's own schema engine in its WebAssembly build: the same one that `prisma migrate` runs, without a binary to
 * download.
 */

type EngineModule = Record<string, unknown> & {
  SchemaEngine: typeof SchemaEngine;
  __wbg_set_wasm(exports: WebAssembly.Exports): void;
};

// The engine reports a panic through this global.
const panics = { message: "", set_message: (message: string) => void (panics.message = message) };

let loading: Promise<typeof SchemaEngine> | null = null;
const loadEngine = () => (loading ??= load());

async function load(): Promise<typeof SchemaEngine> {
  Object.assign(globalThis, { PRISMA_WASM_PANIC_REGISTRY: panics });
  const bindings = (await import("@prisma/schema-engine-wasm/schema_engine_bg")) as unknown as EngineModule;
  const folder = dirname(createRequire(import.meta.url).resolve("@prisma/schema-engine-wasm/schema_engine_bg"));
  const compiled = await WebAssembly.compile(await readFile(join(folder, "schema_engine_bg.wasm")));
  const { exports } = await WebAssembly.instantiate(compiled, {
    "./schema_engine_bg.js": bindings as WebAssembly.ModuleImports,
  });
  bindings.__wbg_set_wasm(exports);
  (exports.__wbindgen_start as () => void)();
  return bindings.SchemaEngine;
}

/** Does work with the engine on a database that exists. @throws what the database or the engine said */
export async function withEngine<Result>(
  url: string,
  schema: SchemasContainer,
  work: (engine: SchemaEngine) => Promise<Result>,
): Promise<Result> {
  const Engine = await loadEngine();
  const connection = engineConnection(url);
  const adapter = bindMigrationAwareSqlAdapterFactory(connection.factory);
  const datamodels = schema.files.map(({ path, content }): [string, string] => [path, content]);

  /** The engine names the driver's errors by number; this gives the error itself. */
  const understood = (error: unknown): Error => {
    if (!(error instanceof Error)) return new Error(String(error));
    if (error.name === "RuntimeError") return new Error(`Prisma's schema engine stopped: ${panics.message}`);
    const number = /external error/i.test(error.message) ? /\d+/.exec(error.message)?.[0] : undefined;
    const original = number === undefined ? undefined : adapter.errorRegistry.consumeError(Number(number))?.error;
    return original instanceof Error ? original : error;
  };

  let engine: SchemaEngine | null = null;
  try {
    engine = await Engine.new({ datamodels }, () => {}, adapter);
    return await work(engine);
  } catch (error) {
    throw understood(error);
  } finally {
    engine?.free();
    await connection.end();
  }
}
