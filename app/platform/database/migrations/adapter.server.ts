import { PrismaPg } from "@prisma/adapter-pg";
import { ColumnTypeEnum, type SqlDriverAdapter, type SqlMigrationAwareDriverAdapterFactory } from "@prisma/driver-adapter-utils";
import { randomUUID } from "node:crypto";
import pg from "pg";

/**
 * @prisma/adapter-pg made fit for Prisma's schema engine. Left alone, it
 *  1. refuses the type "char" of PostgreSQL's own tables, which the engine reads;
 *  2. splits a script at each `;`, which breaks function bodies and leaves half of a failed migration behind;
 *  3. connects to the main database when asked for a shadow one, and replays the migrations there.
 */

/** What the engine's connection does on the server; the engine itself has one session. */
export type EngineConnection = {
  factory: SqlMigrationAwareDriverAdapterFactory;
  /** Runs a statement in the engine's own session. */
  run(sql: string): Promise<void>;
  /** The first error of a script since the last call, as PostgreSQL told it. */
  takeScriptError(): Error | null;
  end(): Promise<void>;
};

const oidOfChar = 18;
const oidOfText = 25;

type FieldOfResult = { dataTypeID: number; wasChar?: boolean };
type ResultWithFields = { fields?: FieldOfResult[] };

/** One session, so that the engine's lock, its work and our transaction share it. */
class EnginePool extends pg.Pool {
  constructor(connectionString: string) {
    super({ connectionString, max: 1 });
    this.on("error", () => {});
    const query = this.query.bind(this) as (...values: unknown[]) => Promise<ResultWithFields>;
    const readable = async (...values: unknown[]) => readCharAsText(await query(...values));
    this.query = readable as unknown as typeof this.query;
  }
}

function readCharAsText(result: ResultWithFields): ResultWithFields {
  for (const field of result.fields ?? []) {
    if (field.dataTypeID !== oidOfChar) continue;
    field.dataTypeID = oidOfText;
    field.wasChar = true;
  }
  return result;
}

/** The two methods of the adapter that stand between it and the driver; Prisma does not export their types. */
type AdapterInside = SqlDriverAdapter & {
  performIO(query: unknown): Promise<ResultWithFields>;
  onError(error: unknown): never;
};

async function connect(pool: EnginePool, onScriptError: (error: Error) => void): Promise<SqlDriverAdapter> {
  const adapter = (await new PrismaPg(pool, {
    disposeExternalPool: true,
  }).connect()) as unknown as AdapterInside;
  const performIO = adapter.performIO.bind(adapter);
  const queryRaw = adapter.queryRaw.bind(adapter);
  let isChar: boolean[] = [];
  adapter.performIO = async (query) => {
    const result = await performIO(query);
    isChar = result.fields?.map((field) => field.wasChar === true) ?? [];
    return result;
  };
  adapter.queryRaw = async (query) => {
    const result = await queryRaw(query);
    result.columnTypes = result.columnTypes.map((type, index) => (isChar[index] ? ColumnTypeEnum.Character : type));
    return result;
  };
  adapter.executeScript = async (script) => {
    try {
      await pool.query(script);
    } catch (error) {
      if (error instanceof Error) onScriptError(error);
      adapter.onError(error);
    }
  };
  return adapter;
}

/** Connects Prisma's schema engine to a database. */
export function engineConnection(url: string): EngineConnection {
  const pool = new EnginePool(url);
  let scriptError: Error | null = null;
  const keepFirst = (error: Error) => {
    scriptError ??= error;
  };
  const factory: SqlMigrationAwareDriverAdapterFactory = {
    provider: "postgres",
    adapterName: "@prisma/adapter-pg",
    connect: () => connect(pool, keepFirst),
    connectToShadowDb: () => shadowDatabase(url, keepFirst),
  };
  return {
    factory,
    async run(sql) {
      await pool.query(sql);
    },
    takeScriptError() {
      const error = scriptError;
      scriptError = null;
      return error;
    },
    async end() {
      if (!pool.ended) await pool.end();
    },
  };
}

/** An empty database beside the main one, dropped when the engine lets go of it. */
async function shadowDatabase(url: string, onScriptError: (error: Error) => void): Promise<SqlDriverAdapter> {
  const name = `roomlight_shadow_${randomUUID()}`;
  const admin = new pg.Client({ connectionString: url });
  admin.on("error", () => {});
  await admin.connect();
  await admin.query(`CREATE DATABASE "${name}"`);
  const adapter = await connect(new EnginePool(inDatabase(url, name)), onScriptError);
  const dispose = adapter.dispose.bind(adapter);
  adapter.dispose = async () => {
    await dispose();
    await admin.query(`DROP DATABASE "${name}" WITH (FORCE)`);
    await admin.end();
  };
  return adapter;
}

/** The address of another database on the same server. */
export function inDatabase(url: string, name: string): string {
  const address = new URL(url);
  address.pathname = `/${name}`;
  return address.href;
}
