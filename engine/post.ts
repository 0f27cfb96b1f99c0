/** The body of an HTML form: names and values, in order. */
export type PostBody = ReadonlyMap<string, readonly string[]> | URLSearchParams;

/** Values posted under one name, and under the names nested in it: root[adresse][voie]. */
export interface PostNode {
  readonly values: string[];
  readonly children: Map<string, PostNode>;
}

const DEEPEST = 10;
const LONGEST_NAME = 400;

/** Reads names such as root[agrements][0][debut] into a tree; a name of another form or too long is left out. */
export function postTree(body: PostBody, root: string): PostNode {
  const tree = emptyNode();
  for (const [name, value] of body.entries()) {
    const path = pathOf(name, root);
    if (path !== null) {
      const { values } = nodeAt(tree, path);
      for (const one of typeof value === "string" ? [value] : value) {
        values.push(one);
      }
    }
  }
  return tree;
}

function nodeAt(tree: PostNode, path: readonly string[]): PostNode {
  let node = tree;
  for (const segment of path) {
    let child = node.children.get(segment);
    if (child === undefined) {
      child = emptyNode();
      node.children.set(segment, child);
    }
    node = child;
  }
  return node;
}

const emptyNode = (): PostNode => ({ values: [], children: new Map() });

function pathOf(name: string, root: string): readonly string[] | null {
  if (name.length > LONGEST_NAME || !name.startsWith(`${root}[`) || !name.endsWith("]")) {
    return null;
  }
  const path = name.slice(root.length + 1, -1).split("][");
  return path.length > DEEPEST || path.some((segment) => /[[\]]/.test(segment)) ? null : path;
}
