/**
 * A path of this site to go back to, query included, or null: anything else would let a link lead people to another
 * site after signing in. Refuses `//host`, `/\host`, control characters and whatever resolves elsewhere.
 */
export function localPath(text: string | undefined): string | null {
  if (text === undefined || text.length > 2000 || !/^\/(?![/\\])[\x21-\x5b\x5d-\x7e]*$/.test(text)) return null;
  if (!URL.canParse(text, ORIGIN)) return null;
  const { origin, pathname, search } = new URL(text, ORIGIN);
  return origin === ORIGIN && !pathname.startsWith("//") ? `${pathname}${search}` : null;
}

const ORIGIN = "http://guichet.invalid";
