import { resolve } from "node:path";
import { charitySchema, demonstrationCharity, type Charity } from "./charity";

/**
 * The charity that the file tells of, checked; the demonstration where there is no file.
 * @param errors takes what is wrong with the file, a line each, with what to write instead
 */
export function loadCharity(file: string | undefined, readFile: (path: string) => string, errors: string[]): Charity {
  if (!file) return demonstrationCharity;
  try {
    const parsed = charitySchema.safeParse(JSON.parse(readFile(resolve(file))));
    if (parsed.success) return parsed.data;
    errors.push(...parsed.error.issues.map((issue) => `CHARITY_FILE: ${issue.path.join(".") || "the file"}: ${issue.message}`));
  } catch (error) {
    errors.push(
      `CHARITY_FILE: ${file} can't be read (${error instanceof Error ? error.message : String(error)}): write the path of a JSON file; docs/charity.example.json is a start`,
    );
  }
  return demonstrationCharity;
}
