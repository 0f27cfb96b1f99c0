/**
 * Whether a page asks before it acts: the form posted to an address that ends as `action` is only found folded, under a
 * button that unfolds it, and is not the first press. False too when the page has no such form.
 */
export function asksFirst(html: string, action: string): boolean {
  const forms = html.split("<form").slice(1);
  const found = forms.flatMap((form, index) => (new RegExp(`^[^>]*action="[^"]*${action}"`).test(form) ? [index] : []));
  const folded = (index: number): boolean => {
    const before = html
      .split("<form")
      .slice(0, index + 1)
      .join("<form");
    const opened = before.lastIndexOf('<details class="confirmed">');
    return opened > before.lastIndexOf("</details>") && before.indexOf("</summary>", opened) > opened;
  };
  return found.length > 0 && found.every(folded);
}
