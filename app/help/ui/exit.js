// The one script of a help page: leaving it at once, and keeping the card on this device when at.
// It travels with every page, so it is kept small by hand. Comment lines are not sent.
(() => {
  const page = document;
  const root = page.documentElement;
  let count = 0;
  let timer = 0;

  /** @type {(name: string) => HTMLAnchorElement | null} */
  const find = (name) => page.querySelector(`[data-${name}]`);

  /** @type {(words?: string) => void} */
  const say = (words = "") => {
    const place = find("said");
    if (place) place.textContent = words;
  };

  // A Shift that was held for another key does not count when it is let go.
  const reset = (held = false) => {
    count = held ? -1 : 0;
    root.classList.remove("gone");
    say();
  };

  const leave = () => {
    const exit = find("exit");
    if (!exit) return;
    root.classList.add("gone");
    say(exit.dataset.leaving);
    location.replace(exit.href);
  };

  // Only the buttons on the card's page ask for these.
  const worker = navigator.serviceWorker;
  const keep = () =>
    worker
      .register("/help/keep-card.js")
      .then(() => caches.open("card"))
      .then((cache) => cache.add(location.pathname));
  const drop = () =>
    caches
      .delete("card")
      .then(() => worker.getRegistration("/help/"))
      .then((kept) => kept?.unregister());

  page.onclick = (event) => {
    /** @type {HTMLElement | null} */
    const at = event.target instanceof Element ? event.target.closest("[data-exit],[data-keep],[data-drop]") : null;
    if (!at) return;
    const { dataset } = at;
    if (at.id === "exit") {
      event.preventDefault();
      leave();
    } else
      (dataset.keep ? keep() : drop()).then(
        () => say(dataset.keep || dataset.drop),
        () => say(dataset.failed),
      );
  };

  // Three count of Shift by itself, none more than five seconds after the one before.
  page.onkeyup = ({ key, shiftKey }) => {
    clearTimeout(timer);
    if (key !== "Shift") return reset(shiftKey);
    if (++count > 2) return leave();
    say(find("exit")?.dataset.presses?.split("|")[count - 1]);
    timer = window.setTimeout(reset, 5e3);
  };

  // A page that the browser kept and shows again must not stay hidden.
  onpageshow = () => {
    reset();
    const offer = find("offline");
    if (worker && offer) offer.hidden = false;
  };
})();
