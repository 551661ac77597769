/* Keys at the desk. Everything is there without them, and they can be turned off: WCAG 2.1.4. */
const offKey = "desk-keys-off";
const keys = /** @type {HTMLDetailsElement | null} */ (document.querySelector("#keys"));
const switchLine = /** @type {HTMLElement | null} */ (document.querySelector("[data-keys-switch]"));
const switchButton = switchLine?.querySelector("button");
const summary = /** @type {HTMLElement | null} */ (keys?.querySelector("summary"));
const isOff = () => localStorage.getItem(offKey) !== null;

function showSwitch() {
  if (!switchLine || !switchButton) return;
  switchLine.hidden = false;
  switchButton.textContent = isOff() ? "Turn shortcuts on" : "Turn shortcuts off";
}
showSwitch();
switchButton?.addEventListener("click", () => {
  if (isOff()) localStorage.removeItem(offKey);
  else localStorage.setItem(offKey, "1");
  showSwitch();
});

document.addEventListener("keydown", (event) => {
  const target = /** @type {HTMLElement} */ (event.target);
  if (event.key === "Escape" && keys?.open && keys.contains(target)) keys.open = false;
  if (isOff() || event.ctrlKey || event.metaKey || event.altKey) return;
  if (target.matches("input, textarea, select, [contenteditable]")) return;
  if (event.key === "/") {
    const search = /** @type {HTMLInputElement | null} */ (document.querySelector("main input[type=search], input[type=search]"));
    if (!search) return;
    event.preventDefault();
    search.focus();
    search.select();
  }
  if (event.key === "?" && keys) {
    event.preventDefault();
    keys.open = true;
    summary?.focus();
  }
});
