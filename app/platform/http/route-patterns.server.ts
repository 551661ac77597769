/**
 * Makes the function that says which of a site's patterns a path belongs to, for those who count and trace: nothing that a visitor
 * wrote is in a pattern.
 * @param patterns as routers write them, such as `plan/:token/room` or `help/*`
 * @returns for the path of a URL, in its one spelling (`canonicalPaths`), the most exact pattern with a slash in front; else "/*"
 */
export function routePatterns(patterns: Iterable<string>): (path: string) => string {
  const matchers = [...new Set(patterns)]
    .map((pattern) => pattern.split("/").filter(Boolean))
    .sort((one, other) => (rank(one) < rank(other) ? -1 : 1))
    .map((parts) => ({ route: `/${parts.join("/")}`, matches: new RegExp(`^${parts.map(partSource).join("")}/?$`) }));
  return (path) => {
    // Remix asks for the data of a page by its path and this ending.
    const page = path.replace(/\.data$/, "").replace(/^\/_root$/, "/");
    return matchers.find(({ matches }) => matches.test(page))?.route ?? "/*";
  };
}

/** Sorts fixed parts before named ones, and those before the rest of a path. */
const rank = (parts: string[]): string => parts.map((part) => (part === "*" ? "2" : part.startsWith(":") ? "1" : "0")).join("");

const partSource = (part: string): string =>
  part === "*" ? "(?:/.*)?" : part.startsWith(":") ? "/[^/]+" : `/${part.replaceAll(/[^\w-]/g, "\\$&")}`;
