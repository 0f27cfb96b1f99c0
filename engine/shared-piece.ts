import type { Locate } from "./field-keywords.ts";
import type { FieldSchema } from "./meta.generated.ts";
import { checkShape } from "./meta.ts";
import { type At, type Report, under } from "./report.ts";
import { didYouMean } from "./suggest.ts";

/** Pieces of schema that definitions share, by the path of their file under `schemas/`: "shared/adresse.json". */
export type Shared = ReadonlyMap<string, unknown>;

export interface Piece {
  readonly schema: FieldSchema;
  readonly locate: Locate;
  /** Pieces this schema is made of, outermost first: none may be met again inside it. */
  readonly seen: readonly string[];
}

/**
 * A field's schema with its `$ref` replaced by the piece it names; keywords beside the `$ref` win. Null when the piece is
 * unknown, malformed or refers to itself, which is reported.
 */
export function withPiece(
  schema: FieldSchema,
  at: At,
  shared: Shared,
  report: Report,
  seen: readonly string[] = [],
): Piece | null {
  const { $ref, $schema: _schema, $id: _id, $comment: _comment, ...own } = schema;
  if ($ref === undefined) {
    return { schema: own, locate: (keyword) => (keyword === undefined ? at : under(at, keyword)), seen };
  }
  const name = `shared/${$ref.slice($ref.lastIndexOf("/") + 1)}`;
  if (seen.includes(name)) {
    report.add("ref-cycle", under(at, "$ref"), `La pièce partagée « ${name} » renvoie à elle-même.`);
    return null;
  }
  const target = shared.get(name);
  if (target === undefined) {
    const message = `La pièce partagée « ${name} » n'existe pas${didYouMean(name, shared.keys())}`;
    report.add("ref-unknown", under(at, "$ref"), message);
    return null;
  }
  const root: At = { file: name, pointer: "" };
  if (!checkShape("field", target, root, report)) return null;
  const piece = withPiece(target, root, shared, report, [...seen, name]);
  return piece && merge(own, at, piece);
}

function merge(own: FieldSchema, at: At, piece: Piece): Piece {
  return {
    schema: { ...piece.schema, ...own },
    seen: piece.seen,
    locate(keyword) {
      if (keyword === undefined) return at;
      return Object.hasOwn(own, keyword) ? under(at, keyword) : piece.locate(keyword);
    },
  };
}
