import { bindMigrationAwareSqlAdapterFactory } from "@prisma/driver-adapter-utils";
import type { MigrationList, SchemaEngine, SchemasContainer } from "@prisma/schema-engine-wasm";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { engineConnection, type EngineConnection } from "./adapter.server";

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

const filters = { externalTables: [], externalEnums: [] };

export type OpenEngine = {
  connection: EngineConnection;
  /** Applies those of the list that the database has not seen. @returns their names */
  apply(migrationsList: MigrationList): Promise<string[]>;
  /** The SQL that leads from the migrations to the schema; null if there is no difference. */
  create(migrationName: string, migrationsList: MigrationList, schema: SchemasContainer): Promise<{ name: string; sql: string } | null>;
  close(): Promise<void>;
};

/** Opens the engine on a database that exists. */
export async function openEngine(url: string, schema: SchemasContainer): Promise<OpenEngine> {
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
  const ask = async <Answer>(work: Promise<Answer>): Promise<Answer> => {
    try {
      return await work;
    } catch (error) {
      throw understood(error);
    }
  };

  const engine = await ask(Engine.new({ datamodels }, () => {}, adapter));
  return {
    connection,
    async apply(migrationsList) {
      return (await ask(engine.applyMigrations({ migrationsList, filters }))).appliedMigrationNames;
    },
    async create(migrationName, migrationsList, schemaFiles) {
      // Without a diagnosis first, the engine has no shadow database to compare with.
      const { action } = await ask(engine.devDiagnostic({ migrationsList, filters }));
      if (action.tag === "reset") throw new Error(action.reason);
      const made = await ask(
        engine.createMigration({
          migrationName,
          draft: false,
          migrationsList,
          schema: schemaFiles,
          filters,
        }),
      );
      return made.migrationScript === null ? null : { name: made.generatedMigrationName, sql: made.migrationScript };
    },
    async close() {
      engine.free();
      await connection.end();
    },
  };
}
