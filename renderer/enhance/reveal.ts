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
    // Which one, where a page asks for two.
    button.setAttribute("aria-label", `${button.textContent} : ${input.labels?.[0]?.textContent ?? ""}`);
    button.setAttribute("aria-controls", input.id);
    button.addEventListener("click", () => show(input.type === "password"));
    input.form?.addEventListener("submit", () => show(false));
    show(false);
    input.after(button);
  }
}
