/* The textarea of an issue or an article: buttons that write Markdown, paste out of Word and Google Docs, and a preview that follows. */
/** @typedef {{ markdown: string, notes: string[] } | { error: string }} Pasted */
const form = /** @type {HTMLFormElement | null} */ (document.querySelector("form[data-issue-editor]"));
const area = /** @type {HTMLTextAreaElement | null} */ (form?.querySelector("textarea[name=body]") ?? null);
const tools = /** @type {HTMLElement | null} */ (form?.querySelector("[data-writing-tools]") ?? null);
const message = /** @type {HTMLElement | null} */ (form?.querySelector("[data-writing-status]") ?? null);
const follow = /** @type {HTMLElement | null} */ (form?.querySelector("[data-follow]") ?? null);
const preview = /** @type {HTMLButtonElement | null} */ (form?.querySelector("[data-preview]") ?? null);
const line = /** @type {HTMLInputElement | null} */ (form?.querySelector("input[name=line]") ?? null);

/** @param {string} words */
const say = (words) => void (message && (message.textContent = words));

/**
 * Writes over a part of the textarea, as typing does: it can be undone.
 * @param {string} text @param {number} from @param {number} to
 * @param {[number, number]} [selected] what of the text is then selected
 */
function write(text, from, to, selected) {
  if (!area) return;
  area.focus();
  area.setSelectionRange(from, to);
  // Deprecated, and still the one way that keeps what undoing needs.
  const isDone = text === "" ? document.execCommand("delete") : document.execCommand("insertText", false, text);
  if (!isDone) {
    area.setRangeText(text, from, to, "end");
    area.dispatchEvent(new Event("input", { bubbles: true }));
  }
  if (selected) area.setSelectionRange(from + selected[0], from + selected[1]);
}

/** Puts signs around the selected words, or takes them away. @param {string} sign */
function wrap(sign) {
  if (!area) return;
  const { selectionStart: from, selectionEnd: to, value } = area;
  const words = value.slice(from, to);
  if (words.length >= 2 * sign.length && words.startsWith(sign) && words.endsWith(sign)) {
    const bare = words.slice(sign.length, words.length - sign.length);
    return write(bare, from, to, [0, bare.length]);
  }
  const text = words || "words";
  write(sign + text + sign, from, to, [sign.length, sign.length + text.length]);
}

/** Begins each selected line with a sign, or takes it away where all have it. @param {(index: number) => string} sign @param {RegExp} known */
function prefix(sign, known) {
  if (!area) return;
  const { selectionStart, selectionEnd, value } = area;
  const from = value.lastIndexOf("\n", selectionStart - 1) + 1;
  const end = value.indexOf("\n", selectionEnd);
  const to = end < 0 ? value.length : end;
  const lines = value.slice(from, to).split("\n");
  const text = lines.every((each) => known.test(each))
    ? lines.map((each) => each.replace(known, "")).join("\n")
    : lines.map((each, index) => sign(index) + each.replace(/^(?:#{1,6}|[-*+]|\d+[.)])\s+/, "")).join("\n");
  write(text, from, to, [text.length, text.length]);
}

function link() {
  if (!area) return;
  const { selectionStart: from, selectionEnd: to, value } = area;
  const words = value.slice(from, to);
  const text = `[${words || "words"}](https://)`;
  write(text, from, to, words ? [text.length - 9, text.length - 1] : [1, 6]);
}

/** On a line of its own. */
function picture() {
  if (!area) return;
  const { selectionEnd: at, value } = area;
  const before = value.slice(0, at);
  const gap = before === "" || before.endsWith("\n\n") ? "" : before.endsWith("\n") ? "\n" : "\n\n";
  const alt = "what it shows";
  write(`${gap}![${alt}](picture:)\n\n`, at, at, [gap.length + 2, gap.length + 2 + alt.length]);
  say("Copy the picture’s number from Pictures, behind “picture:”.");
}

/** @type {Record<string, () => void>} */
const actions = {
  heading: () => prefix(() => "## ", /^#{1,6}\s+/),
  bold: () => wrap("**"),
  italic: () => wrap("*"),
  link,
  picture,
  bullets: () => prefix(() => "- ", /^[-*+]\s+/),
  numbers: () => prefix((index) => `${index + 1}. `, /^\d+[.)]\s+/),
};
/** @type {Record<string, string>} */
const keys = { b: "bold", i: "italic", k: "link" };

tools?.addEventListener("click", (event) => {
  const tool = /** @type {HTMLElement} */ (event.target).closest("[data-tool]");
  if (tool instanceof HTMLElement) actions[tool.dataset["tool"] ?? ""]?.();
});
area?.addEventListener("keydown", (event) => {
  const tool = (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey ? keys[event.key.toLowerCase()] : undefined;
  if (!tool) return;
  event.preventDefault();
  actions[tool]?.();
});

/** Whether what was copied has anything that plain text would lose. */
const isFormatted = /<(?:a|b|strong|i|em|ul|ol|li|h[1-6]|table|img|blockquote)\b|mso-list|font-weight|font-style/i;
/** Styles, pictures within the text and Office's own data are of no use here, and large. @param {string} html */
const slim = (html) =>
  html
    .replace(/<(style|xml|script)\b[^]*?<\/\1\s*>/gi, "")
    .replace(/<!--\[if[^]*?<!\[endif\]-->/gi, "")
    .replace(/\bsrc\s*=\s*(?:"data:[^"]*"|'data:[^']*')/gi, "");

area?.addEventListener("paste", (event) => {
  const html = event.clipboardData?.getData("text/html") ?? "";
  const plain = event.clipboardData?.getData("text/plain") ?? "";
  if (!isFormatted.test(html)) return;
  event.preventDefault();
  void paste(slim(html), plain, area.selectionStart, area.selectionEnd);
});

/** @param {string} html @param {string} plain @param {number} from @param {number} to */
async function paste(html, plain, from, to) {
  if (!area) return;
  area.readOnly = true;
  say("Reading what you pasted …");
  const pasted = await convert(html);
  area.readOnly = false;
  if ("error" in pasted) {
    write(plain, from, to);
    return say(`${pasted.error} It was pasted as plain words.`);
  }
  write(pasted.markdown, from, to);
  say(["Pasted.", ...pasted.notes].join(" "));
}

/** @param {string} html @returns {Promise<Pasted>} */
async function convert(html) {
  try {
    const answer = await fetch("/desk/newsletter/paste", { method: "POST", body: new URLSearchParams({ html }) });
    if (answer.headers.get("content-type")?.startsWith("application/json")) return await answer.json();
    return { error: answer.status === 413 ? "That is more than can be read at once." : "Its formatting could not be read." };
  } catch {
    return { error: "The site could not be reached, so its formatting is lost." };
  }
}

/** @type {ReturnType<typeof setTimeout> | undefined} */
let timer;
let count = 0;
/** A new frame each time: one that is sent to another page would leave steps behind for the back button. */
function refresh() {
  if (!form || !area || !follow || !preview || !line) return;
  line.value = String(area.value.slice(0, area.selectionStart).split("\n").length);
  const mode = new FormData(form).get("mode");
  follow.dataset["mode"] = typeof mode === "string" ? mode : "light";
  const frame = document.createElement("iframe");
  count += 1;
  frame.name = `preview-${count}`;
  frame.title = "Preview";
  frame.setAttribute("sandbox", "");
  frame.className = "waiting";
  follow.append(frame);
  frame.addEventListener("load", () => {
    while (follow.firstElementChild !== frame) follow.firstElementChild?.remove();
    frame.className = "";
  });
  preview.formTarget = frame.name;
  form.requestSubmit(preview);
  preview.formTarget = "_blank";
}
/** @param {number} afterMs */
function refreshSoon(afterMs) {
  clearTimeout(timer);
  timer = setTimeout(refresh, afterMs);
}

if (tools) tools.hidden = false;
if (form && follow) {
  follow.hidden = false;
  form.addEventListener("input", (event) => refreshSoon(/** @type {HTMLInputElement} */ (event.target).name === "mode" ? 0 : 600));
  area?.addEventListener("click", () => refreshSoon(600));
  refreshSoon(0);
}

// A module, so that its names are its own.
export {};
