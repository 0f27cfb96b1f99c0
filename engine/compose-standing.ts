import type { AnswerLine, Block } from "./document.ts";
import { SOURCE_WORDS } from "./explanation.ts";
import { formatDate } from "./format.ts";
import type { Standing } from "./standing.ts";
import { pointsText } from "./tariff-typed.ts";

/** What explains a rank, in a document: the data and their source, the points, the rank, and the mention of CRPA R.311-3-1-1. */
export function standingBlocks({ list, rank, of, score, separation, path, deviation }: Standing): readonly Block[] {
  const { title, day, inputs, criteria, total, algorithm } = score;
  return [
    { kind: "heading", level: 3, runs: [{ text: title }] },
    paragraph(
      `${list} : ${rank}${rank === 1 ? "re" : "e"} sur ${of} demandes, ${pointsText(total)} (comptés le ${formatDate(day)}).`,
    ),
    ...[
      separation,
      deviation === undefined ? undefined : `La commission s’est écartée du classement : ${deviation}`,
    ].flatMap((text) => (text === undefined ? [] : [paragraph(text)])),
    lines(
      "Ce qui a servi au calcul",
      inputs.map((input) => ({
        label: input.title,
        text: input.source === undefined ? input.text : `${input.text} (${SOURCE_WORDS[input.source]})`,
      })),
    ),
    lines("Calcul", [
      ...criteria.map(({ label, rule, points, maximum, weight, total: sum }) => ({
        label,
        text: `${pointsText(sum)} (${points} sur ${maximum}${weight === 1 ? "" : `, compte ${weight} fois`}). ${rule}`,
      })),
      { label: "Total", text: pointsText(total) },
    ]),
    ...(path.length === 0 ? [] : [lines("Ce que le classement a donné", path)]),
    paragraph(mentionOf(algorithm)),
  ];
}

const mentionOf = ({ purpose, degree }: Standing["score"]["algorithm"]): string =>
  [
    "La décision s’appuie sur un traitement algorithmique (article L. 311-3-1 du code des relations entre le public et l’administration).",
    `Sa finalité : ${purpose} Sa part dans la décision : ${degree}`,
    "Le service en communique les règles à qui les demande ; la CADA peut être saisie d’un refus.",
  ].join(" ");

const lines = (title: string, rows: readonly AnswerLine[]): Block => ({ kind: "answers", title, rows });
const paragraph = (text: string): Block => ({ kind: "paragraph", runs: [{ text }] });
