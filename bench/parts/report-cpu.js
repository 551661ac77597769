/** Loaded before a measured process: it tells its processor time or its memory when asked, and ends when the bench has gone. */
let peak = 0;
/** @type {ReturnType<typeof setInterval> | null} */
let watch = null;
process.on("message", (message) => {
  if (message === "cpu") process.send?.({ cpu: process.cpuUsage() });
  if (message === "memory") {
    const rss = process.memoryUsage.rss();
    process.send?.({ memory: { rss, peak: Math.max(peak, rss) } });
    peak = rss;
    // From the first question on; where only time is measured, nothing ticks.
    watch ??= setInterval(() => (peak = Math.max(peak, process.memoryUsage.rss())), 50).unref();
  }
});
process.once("disconnect", () => process.kill(process.pid, "SIGTERM"));
