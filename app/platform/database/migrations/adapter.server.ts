import { PrismaPg } from "@prisma/adapter-pg";
import { ColumnTypeEnum, type SqlDriverAdapter, type SqlMigrationAwareDriverAdapterFactory } from "@prisma/driver-adapter-utils";
import pg from "pg";

/**
 * @prisma/adapter-pg made fit for Prisma's schema engine: left alone, it refuses the type "char" of PostgreSQL's own
 * tables, which the engine reads.
 */

const oidOfChar = 18;
const oidOfText = 25;

type FieldOfResult = { dataTypeID: number; wasChar?: boolean };
type ResultWithFields = { fields?: FieldOfResult[] };

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

/** The method of the adapter that stands between it and the driver; Prisma does not export its type. */
type AdapterInside = SqlDriverAdapter & { performIO(query: unknown): Promise<ResultWithFields> };

async function connect(pool: EnginePool): Promise<SqlDriverAdapter> {
  const adapter = (await new PrismaPg(pool, { disposeExternalPool: true }).connect()) as unknown as AdapterInside;
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
  return adapter;
}

/** Connects Prisma's schema engine to a database that it reads. It gets no shadow database. */
export function engineConnection(url: string): { factory: SqlMigrationAwareDriverAdapterFactory; end(): Promise<void> } {
  const pool = new EnginePool(url);
  const factory: SqlMigrationAwareDriverAdapterFactory = {
    provider: "postgres",
    adapterName: "@prisma/adapter-pg",
    connect: () => connect(pool),
    connectToShadowDb: () => Promise.reject(new Error("there is no shadow database: compare with a migrated one")),
  };
  return {
    factory,
    async end() {
      if (!pool.ended) await pool.end();
    },
  };
}

/** The address of another database on the same server. */
export function inDatabase(url: string, name: string): string {
  const address = new URL(url);
  address.pathname = `/${name}`;
  return address.href;
}
