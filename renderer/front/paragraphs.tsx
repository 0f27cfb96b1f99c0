/** A text of a member's own, as paragraphs: a blank line parts two of them. Nothing in it is markup. */
export function Paragraphs({ text }: { readonly text: string | null | undefined }) {
  if (!text) return null;
  return (
    <>
      {text.split(/\n\s*\n/).map((paragraph, index) => (
        <p key={index} class="own-words">
          {paragraph.trim()}
        </p>
      ))}
    </>
  );
}
