/** Somebody at the desk of a trial site, over HTTP. */
export type DeskVisitor = {
  /** Signs in by the button of a role; whoever just did may export. */
  signIn(): Promise<void>;
  /** Milliseconds until a page had arrived whole. */
  get(path: string): Promise<number>;
  /** Keeps a search at the list of gifts. @returns its token */
  search(text: string): Promise<string>;
  /** Reads a list's file to its end, keeping nothing of it. */
  exportList(path: string, format: "csv" | "ods"): Promise<{ lines: number; bytes: number }>;
};

export function openDesk(url: string): DeskVisitor {
  let cookie = "";
  const post = (path: string, fields: Record<string, string>) =>
    fetch(url + path, { method: "POST", body: new URLSearchParams(fields), headers: { cookie, origin: url }, redirect: "manual" });
  return {
    async signIn() {
      const answer = await post("/desk/sign-in", { do: "demonstration", role: "administrator" });
      cookie = answer.headers
        .getSetCookie()
        .map((each) => each.split(";")[0])
        .join("; ");
      if (answer.status !== 303 || cookie === "") throw new Error(`signing in was answered with ${answer.status}`);
    },
    async get(path) {
      const began = performance.now();
      const answer = await fetch(url + path, { headers: { cookie }, redirect: "manual" });
      await answer.arrayBuffer();
      const took = performance.now() - began;
      if (answer.status !== 200) throw new Error(`${path} was answered with ${answer.status}`);
      return took;
    },
    async search(text) {
      const location = (await post("/desk/gifts", { do: "search", search: text })).headers.get("location") ?? "";
      const token = new URL(location, url).searchParams.get("s");
      if (!token) throw new Error("the search was not kept");
      return token;
    },
    async exportList(path, format) {
      const answer = await post(path, { format });
      if (answer.status !== 200 || !answer.body) throw new Error(`the export was answered with ${answer.status}`);
      let [lines, bytes] = [0, 0];
      const reader = answer.body.getReader();
      for (let part = await reader.read(); !part.done; part = await reader.read()) {
        bytes += part.value.length;
        for (let at = part.value.indexOf(10); at >= 0; at = part.value.indexOf(10, at + 1)) lines += 1;
      }
      return { lines, bytes };
    },
  };
}
