/** Loaded before a measured process: it tells its processor time when asked, and ends when the bench has gone. */
process.on("message", (message) => {
  if (message === "cpu") process.send?.({ cpu: process.cpuUsage() });
});
process.once("disconnect", () => process.kill(process.pid, "SIGTERM"));
