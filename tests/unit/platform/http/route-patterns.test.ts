import { expect, it } from "vitest";
import { routePatterns } from "~/platform/http/route-patterns.server";

const routeOf = routePatterns([
  "",
  "help/services.json",
  "help/*",
  "desk/gifts/:id",
  "desk/gifts/new",
  "desk",
  "plan/:token/room",
  "plan/:token",
  "*",
]);

it.each([
  ["/", "/"],
  ["/_root.data", "/"],
  ["/help", "/help/*"],
  ["/help/money/debts", "/help/*"],
  ["/help/services.json", "/help/services.json"],
  ["/help/servicesXjson", "/help/*"],
  ["/desk", "/desk"],
  ["/desk/gifts/new", "/desk/gifts/new"],
  ["/desk/gifts/new.data", "/desk/gifts/new"],
  ["/desk/gifts/0190", "/desk/gifts/:id"],
  ["/desk/gifts/0190/", "/desk/gifts/:id"],
  ["/desk/gifts/0190/more", "/*"],
  ["/plan/a%2Fb/room", "/plan/:token/room"],
  ["/plan/a", "/plan/:token"],
  ["/ada@example.org", "/*"],
  ["*", "/*"],
  ["http://elsewhere.example/desk", "/*"],
])("the path %s belongs to %s", (path, route) => {
  expect(routeOf(path)).toBe(route);
});

it("what no pattern matches is of none, also where there is no pattern for the rest", () => {
  expect(routePatterns(["desk"])("/elsewhere")).toBe("/*");
});
