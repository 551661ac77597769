/* Asks the browser for a passkey, and sends its answer with the form around the button. */
/** @typedef {{ kind: "create" | "get", host: string, optionsJson: string }} PasskeyPrompt */
/** @typedef {(input: { optionsJSON: unknown }) => Promise<unknown>} Ceremony */
const library = /** @type {{ startRegistration: Ceremony, startAuthentication: Ceremony, browserSupportsWebAuthn: () => boolean }} */ (
  /** @type {any} */ (globalThis).SimpleWebAuthnBrowser
);

for (const form of /** @type {NodeListOf<HTMLFormElement>} */ (document.querySelectorAll("form[data-passkey]"))) {
  const prompt = /** @type {PasskeyPrompt} */ (JSON.parse(form.dataset.passkey ?? "{}"));
  const answer = /** @type {HTMLInputElement} */ (form.querySelector("[data-passkey-answer]"));
  const button = /** @type {HTMLButtonElement} */ (form.querySelector("button"));
  const status = /** @type {HTMLElement} */ (form.querySelector("[role=status]"));

  if (!library.browserSupportsWebAuthn()) {
    status.textContent = "This browser has no passkeys. Use a code instead.";
    continue;
  }
  if (location.hostname !== prompt.host) {
    const link = document.createElement("a");
    link.href = location.href.replace(location.hostname, prompt.host);
    link.textContent = link.href;
    status.replaceChildren("Passkeys work at another address of this site: ", link);
    continue;
  }
  button.hidden = false;
  status.textContent = "";
  form.addEventListener("submit", (event) => {
    if (answer.value !== "") return;
    event.preventDefault();
    const ask = prompt.kind === "create" ? library.startRegistration : library.startAuthentication;
    ask({ optionsJSON: JSON.parse(prompt.optionsJson) }).then(
      (response) => {
        answer.value = JSON.stringify(response);
        form.requestSubmit();
      },
      () => {
        status.textContent = "No passkey was used. Try again, or use a code instead.";
      },
    );
  });
}
