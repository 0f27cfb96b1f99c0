/** Opens the page where the reader should begin: its errors, its news, or the item just added. */
export function focusFirst(): void {
  const target = document.querySelector<HTMLElement>("[data-focus]") ?? fragmentTarget(location.hash);
  if (target === null) return;
  target.focus({ preventScroll: true });
  target.scrollIntoView({ block: target.matches("[data-focus]") ? "start" : "center" });
}

/** A link of the error summary leads to the control and shows its title with it. */
export function followSummary(): void {
  for (const summary of document.querySelectorAll(".summary")) {
    summary.addEventListener("click", (event) => {
      const link = event.target instanceof Element ? event.target.closest("a") : null;
      const target = link && fragmentTarget(link.hash);
      if (!target) return;
      event.preventDefault();
      (target.closest(".field") ?? target).scrollIntoView({ block: "start" });
      target.focus({ preventScroll: true });
    });
  }
}

function fragmentTarget(hash: string): HTMLElement | null {
  return hash.length > 1 ? document.getElementById(decodeURIComponent(hash.slice(1))) : null;
}
