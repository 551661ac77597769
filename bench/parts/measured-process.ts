import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer, type AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { projectRoot } from "../../app/commands/install.js";
import { onCleanup } from "./cleanup";

const reportCpu = new URL("./report-cpu.js", import.meta.url).href;

export type MeasuredProcess = {
  /** Processor time that it has used so far, in microseconds: its own and the kernel's for it. */
  cpu(): Promise<number>;
  /** Bytes that it holds now, and that it held at most since it was asked before. */
  memory(): Promise<{ rss: number; peak: number }>;
  send(message: object | string): void;
  /** Ends it as a power cut would. */
  kill(): void;
  /** The next message that has such a property. */
  receive<Message extends object>(property: keyof Message & string): Promise<Message>;
  /** Whether it has ended, and what it complained of. */
  getExitOutput(): string | null;
};

/** Starts a program of Node's as a process of its own, whose processor time can be read. What it prints goes nowhere. */
export function startMeasured(args: string[], env: Record<string, string> = {}): MeasuredProcess {
  const child = spawn(process.execPath, ["--import", reportCpu, ...args], {
    cwd: projectRoot,
    stdio: ["ignore", "ignore", "pipe", "ipc"],
    env: { PATH: process.env["PATH"], HOME: process.env["HOME"], NODE_ENV: "production", ...env },
  });
  const stderrChunks: string[] = [];
  child.stderr?.on("data", (chunk: Buffer) => stderrChunks.push(chunk.toString()));
  const end = once(child, "exit");
  const isRunning = () => child.exitCode === null && child.signalCode === null;
  onCleanup(async () => {
    if (!isRunning()) return;
    child.kill("SIGTERM");
    await Promise.race([end, sleep(25_000, null, { ref: false })]);
    child.kill("SIGKILL");
  });
  async function hear<Message extends object>(property: keyof Message & string): Promise<Message> {
    return await new Promise((heard, failed) => {
      const listen = (message: object) => {
        if (!(property in message)) return;
        child.off("message", listen);
        heard(message as Message);
      };
      child.on("message", listen);
      void end.then(() => failed(new Error(`a measured process ended:\n${stderrChunks.join("")}`)));
    });
  }
  return {
    receive: hear,
    send: (message) => void child.send(message),
    kill: () => void child.kill("SIGKILL"),
    getExitOutput: () => (isRunning() ? null : stderrChunks.join("")),
    async cpu() {
      const answer = hear<{ cpu: NodeJS.CpuUsage }>("cpu");
      child.send("cpu");
      const { user, system } = (await answer).cpu;
      return user + system;
    },
    async memory() {
      const answer = hear<{ memory: { rss: number; peak: number } }>("memory");
      child.send("memory");
      return (await answer).memory;
    },
  };
}

/** Starts bare node:http that sends these bytes under this head. */
export async function startBareServer(head: Record<string, string>, body: Buffer): Promise<MeasuredProcess & { port: number }> {
  const bare = startMeasured([fileURLToPath(new URL("./bare-server.js", import.meta.url))]);
  // It hears nothing before it listens.
  await bare.receive<{ listening: true }>("listening");
  bare.send({ head, body: body.toString("base64") });
  const { port } = await bare.receive<{ port: number }>("port");
  return { ...bare, port };
}

/** Starts the built site, and returns once it is ready. Its log is written in full, to nowhere. */
export async function startSite(dataDir: string, env: Record<string, string>): Promise<MeasuredProcess & { port: number; url: string }> {
  const [port = 0] = await freePorts(1);
  const site = startMeasured(["build/server/index.js"], { LOG_LEVEL: "info", PORT: String(port), DATA_DIR: dataDir, ...env });
  const url = `http://127.0.0.1:${port}`;
  for (const deadline = Date.now() + 60_000; ; await sleep(100)) {
    const answer = await fetch(`${url}/readyz`).catch(() => null);
    if (answer?.ok) return { ...site, port, url };
    const complaints = site.getExitOutput();
    if (complaints !== null || Date.now() > deadline) throw new Error(`the site did not open:\n${complaints ?? "it is not ready"}`);
  }
}

/** Ports that were free a moment ago. */
export async function freePorts(count: number): Promise<number[]> {
  const servers = Array.from({ length: count }, () => createServer().listen(0, "127.0.0.1"));
  await Promise.all(servers.map((server) => once(server, "listening")));
  const ports = servers.map((server) => (server.address() as AddressInfo).port);
  await Promise.all(servers.map((server) => new Promise((closed) => server.close(closed))));
  return ports;
}
