import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import type TypeScript from "typescript";
import { converter } from "./convert";
import type { Contract, Endpoint, Schema } from "./schema";

/**
 * Reads Stripe's interface out of the installed package's own type files: what each endpoint takes and gives, and
 * what each event carries. The types come from the same description of the API as the client, and of the same version.
 * @param root the folder of the package `stripe`
 */
export function buildContract(ts: typeof TypeScript, root: string): Contract {
  const resources = join(root, "cjs", "resources");
  const files = typeFiles(resources);
  const options: TypeScript.CompilerOptions = {
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
    strict: true,
    skipLibCheck: true,
    noEmit: true,
    types: [],
    lib: ["lib.es5.d.ts"],
  };
  // Two thirds of the type files are comments: leaving them unread halves the time.
  const host = { ...ts.createCompilerHost(options), jsDocParsingMode: ts.JSDocParsingMode.ParseNone };
  const program = ts.createProgram(files, options, host);
  const checker = program.getTypeChecker();
  const { convert, firstArgument, symbolOf, shapes } = converter(ts, checker);

  const endpoints: Endpoint[] = [];
  for (const file of files) {
    const source = program.getSourceFile(file);
    if (!source) continue;
    const script = readFileSync(file.replace(/\.d\.ts$/, ".js"), "utf8");
    for (const [name, method] of resourceMethods(ts, source)) {
      const call = callOf(script, name, method.name.getText());
      if (!call || !method.type) continue;
      const params = method.parameters.find((parameter) => parameter.name.getText() === "params");
      const answer = checker.getTypeAtLocation(method.type);
      endpoints.push({
        method: call.method,
        path: call.path,
        call: `${name.replace(/Resource$/, "")}.${method.name.getText()}`,
        takes: params ? convert(checker.getNonNullableType(checker.getTypeAtLocation(params)), "takes") : null,
        gives: answerOf(answer),
      });
    }
  }
  endpoints.sort(fixedPathsFirst);

  /** What a method's promise holds: an object, one of several, a list, or the results of a search. */
  function answerOf(promise: TypeScript.Type): Schema {
    const held = firstArgument(promise);
    const unwrapped = (type: TypeScript.Type) => (type.isIntersection() ? (type.types[0] ?? type) : type); // Response<T> is T & { lastResponse }
    const parts = held.isUnion() ? held.types : [held];
    const choices = parts.map((part) => convert(unwrapped(part), "gives"));
    const one: Schema = choices.length === 1 && choices[0] ? choices[0] : { kind: "anyOf", choices };
    const kind = symbolOf(promise)?.name;
    if (kind !== "ApiListPromise" && kind !== "ApiSearchResultPromise") return one;
    const search = kind === "ApiSearchResultPromise";
    const name = `gives.${search ? "search" : "list"} of ${choices.map((choice) => ("name" in choice ? choice.name : choice.kind)).join(", ")}`;
    shapes[name] = {
      properties: {
        object: { kind: "oneOf", values: [search ? "search_result" : "list"] },
        data: { kind: "list", of: one },
        has_more: { kind: "boolean" },
        url: { kind: "string" },
        ...(search && { next_page: { kind: "anyOf", choices: [{ kind: "string" }, { kind: "null" }] }, total_count: { kind: "integer" } }),
      },
      required: ["object", "data", "has_more", "url"],
    };
    return { kind: "shape", name };
  }

  const events: Record<string, Schema> = {};
  for (const symbol of exportsOf(program, checker, join(resources, "Events.d.ts"))) {
    if (!symbol.name.endsWith("Event") || (symbol.flags & ts.SymbolFlags.Interface) === 0) continue;
    const event = checker.getDeclaredTypeOfSymbol(symbol);
    const type = propertyType(checker, event, "type");
    const data = propertyType(checker, event, "data");
    const object = data && propertyType(checker, data, "object");
    if (type?.isStringLiteral() && object) events[type.value] = convert(object, "gives");
  }

  const objects: Record<string, string> = {};
  for (const [name, shape] of Object.entries(shapes)) {
    const { object, id, deleted, lastResponse } = shape.properties;
    if (!name.startsWith("gives.") || object?.kind !== "oneOf" || !id || deleted?.kind === "exactly" || lastResponse) continue;
    if (object.values.length === 1 && object.values[0]) objects[object.values[0]] ??= name;
  }

  const about = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { version: string };
  const apiVersion = /ApiVersion = '([^']+)'/.exec(readFileSync(join(root, "cjs", "apiVersion.js"), "utf8"))?.[1];
  if (!apiVersion) throw new Error("The installed package `stripe` does not say which version of the API it speaks");
  return { stripe: about.version, apiVersion, endpoints, events, objects, shapes };
}

/** The first version of the API only: the second travels differently, and nothing here needs it. */
function typeFiles(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    if (entry.isDirectory()) return entry.name === "V2" ? [] : typeFiles(join(folder, entry.name));
    return entry.name.endsWith(".d.ts") && entry.name !== "index.d.ts" ? [join(folder, entry.name)] : [];
  });
}

function resourceMethods(ts: typeof TypeScript, source: TypeScript.SourceFile): [string, TypeScript.MethodDeclaration][] {
  const found: [string, TypeScript.MethodDeclaration][] = [];
  const visit = (node: TypeScript.Node): void => {
    if (ts.isModuleDeclaration(node) || ts.isModuleBlock(node)) ts.forEachChild(node, visit);
    if (!ts.isClassDeclaration(node) || !node.name?.text.endsWith("Resource")) return;
    for (const member of node.members) if (ts.isMethodDeclaration(member)) found.push([node.name.text, member]);
  };
  ts.forEachChild(source, visit);
  return found;
}

/** Which method and path a client's method calls, from the script beside the type file. */
function callOf(script: string, resource: string, method: string): { method: Endpoint["method"]; path: string } | null {
  const start = script.indexOf(`class ${resource} `);
  const end = script.indexOf("\nclass ", start + 1);
  const body = new RegExp(`\\n {4}${method}\\([^)]*\\) \\{([\\s\\S]*?)\\n {4}\\}`).exec(
    script.slice(start, end > 0 ? end : undefined),
  )?.[1];
  const call = body && /_makeRequest\('(\w+)', ['`]([^'`]+)['`]/.exec(body);
  if (!call?.[1] || !call[2]?.startsWith("/v1")) return null;
  return { method: call[1] as Endpoint["method"], path: call[2].replace(/\$\{encodeURIComponent\((\w+)\)\}/g, "{$1}") };
}

/** /v1/customers/search must be found before /v1/customers/{id}. */
function fixedPathsFirst(one: Endpoint, other: Endpoint): number {
  return Number(one.path.includes("{")) - Number(other.path.includes("{")) || one.path.localeCompare(other.path);
}

function exportsOf(program: TypeScript.Program, checker: TypeScript.TypeChecker, file: string): TypeScript.Symbol[] {
  const source = program.getSourceFile(file);
  const module = source && checker.getSymbolAtLocation(source);
  return module ? checker.getExportsOfModule(module) : [];
}

function propertyType(checker: TypeScript.TypeChecker, type: TypeScript.Type, name: string): TypeScript.Type | undefined {
  const property = checker.getPropertyOfType(type, name);
  return property && checker.getTypeOfSymbol(property);
}
