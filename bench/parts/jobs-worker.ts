import { startWorker } from "../../app/platform/jobs/start-worker.server";
import { connectDatabase } from "../../app/platform/database/db.server";
import { tasks } from "../../app/jobs.server";

/** A worker of the site alone: it does the jobs that there are, and says how much memory it takes. Arguments: the database. */
const [database = ""] = process.argv.slice(2);
connectDatabase(database);
const quiet = () => {};
startWorker({
  url: database,
  tasks,
  schedules: [],
  log: { debug: quiet, info: quiet, warn: quiet, error: (facts, words) => console.error(words, facts) },
});
process.on("message", (message) => {
  if (message === "memory") process.send?.({ megabytes: process.memoryUsage().rss / 2 ** 20 });
});
process.send?.({ working: true });
