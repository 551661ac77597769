import { environmentSchema } from "../../platform/config/environment.server";

/**
 * Takes the settings out of the environment, for commands that look at settings which may be wrong or missing: what they load afterwards
 * starts as if there were none, instead of ending the process.
 */
export function takeGivenSettings(): Record<string, string | undefined> {
  const given: Record<string, string | undefined> = {};
  for (const name of Object.keys(environmentSchema.shape)) {
    if (process.env[name]) given[name] = process.env[name];
    delete process.env[name];
  }
  process.env.SITE_MODE = "test";
  process.env.LOG_LEVEL = "silent";
  return given;
}
