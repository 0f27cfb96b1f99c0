/** Adds a button that shows the password being typed; it is hidden again when it leaves. */
export function offerReveal(): void {
  for (const input of document.querySelectorAll<HTMLInputElement>("input[data-reveal]")) {
    const button = document.createElement("button");
    const show = (shown: boolean): void => {
      input.type = shown ? "text" : "password";
      button.setAttribute("aria-pressed", String(shown));
    };
    button.type = "button";
    button.className = "link";
    button.textContent = input.dataset["reveal"] ?? "";
    button.setAttribute("aria-controls", input.id);
    button.addEventListener("click", () => show(input.type === "password"));
    input.form?.addEventListener("submit", () => show(false));
    show(false);
    input.after(button);
  }
}
