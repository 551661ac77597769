import { afterAll, afterEach, beforeAll, beforeEach } from "vitest";
import { setClock } from "~/platform/clock";
import { config } from "~/platform/config/config.server";

/**
 * Runs before each test file. Files share a process, so what a test changes of the configuration, the environment and the clock is
 * put back after it, also where it fails; what a file changes for all of its tests, after the file.
 */
const beforeFile: (() => void)[] = [];
const beforeTest: (() => void)[] = [];

beforeAll(() => void beforeFile.push(snapshot()));
beforeEach(() => void beforeTest.push(snapshot()));
afterEach(() => beforeTest.pop()?.());
afterAll(() => {
  beforeFile.pop()?.();
  setClock(() => new Date());
});

/** @returns what makes configuration and environment what they are now */
function snapshot(): () => void {
  const [settings, environment] = [structuredClone(config), { ...process.env }];
  return () => {
    restore(config, settings);
    for (const name of Object.keys(process.env)) if (!(name in environment)) delete process.env[name];
    Object.assign(process.env, environment);
  };
}

/** In place: modules hold on to parts of the configuration. */
function restore<Part extends object>(part: Part, saved: Part): void {
  for (const name of Object.keys(saved) as (keyof Part)[]) {
    const [value, before] = [part[name], saved[name]];
    if (isPart(value) && isPart(before)) restore(value, before);
    else part[name] = before;
  }
}

const isPart = (value: unknown): value is object => typeof value === "object" && value !== null && !Array.isArray(value);
