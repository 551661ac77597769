/*
 * The button beside a link to be shared, where there is JavaScript: the device's own way of sharing, or else it copies the link. Nobody else
 * is asked, and nothing is sent.
 */

const button = /** @type {HTMLButtonElement | null} */ (document.querySelector("button[data-share]"));
const url = button?.dataset["share"] ?? "";

if (button && typeof navigator.share === "function") {
  button.textContent = "Share";
  button.addEventListener("click", () => void navigator.share({ title: button.dataset["shareTitle"] ?? "", url }).catch(() => {}));
  button.classList.remove("hidden!");
} else if (button && navigator.clipboard) {
  button.textContent = "Copy link";
  button.addEventListener("click", () => {
    void navigator.clipboard.writeText(url).then(
      () => void (button.textContent = "Link copied"),
      () => {},
    );
  });
  button.classList.remove("hidden!");
}
