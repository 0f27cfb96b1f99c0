import { createHash } from "node:crypto";
import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Answers, Json } from "../../engine/index.ts";
import { keepFile } from "../commands/attachment.ts";
import type { Context } from "../context.ts";
import { incomingFolder } from "../middleware/read-form.ts";

/** How the demo's files say that a paper is joined: "papier:livret-de-famille.pdf". */
const PAPER = /^papier:([a-z0-9-]+\.pdf)$/;

/** The answers with a file in the place of each paper they name, kept for `owner` as one that she sends. */
export async function withPapers(ctx: Context, member: string, owner: string, answers: Answers): Promise<Answers> {
  const named = [...JSON.stringify(answers).matchAll(/"papier:([a-z0-9-]+\.pdf)"/g)].map(([, name = ""]) => name);
  const ids = new Map<string, string>();
  for (const name of new Set(named)) ids.set(name, await send(ctx, member, owner, name));
  return ids.size === 0 ? answers : (placed(answers, ids) as Answers);
}

function placed(value: Json, ids: ReadonlyMap<string, string>): Json {
  if (typeof value === "string") return ids.get(PAPER.exec(value)?.[1] ?? "") ?? value;
  if (Array.isArray(value)) return value.map((item: Json) => placed(item, ids));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, placed(item, ids)]));
}

/** Keeps a paper as one that was received; its id. */
async function send(ctx: Context, member: string, owner: string, name: string): Promise<string> {
  const content = specimen(`Specimen : ${name}`);
  const sha256 = createHash("sha256").update(content).digest();
  const folder = incomingFolder(ctx);
  const path = join(folder, `demo-${Buffer.from(ctx.randomBytes(8)).toString("hex")}`);
  await mkdir(folder, { recursive: true });
  await writeFile(path, content);
  try {
    const kept = await keepFile(ctx, member, owner, { field: "file", name, path, size: content.length, sha256 });
    if (!kept.ok) throw new Error(`The demo cannot join ${name}: ${kept.problem.detail}`);
    return kept.value.id;
  } finally {
    await rm(path, { force: true });
  }
}

/** A PDF of one page that says these words, in plain letters. */
function specimen(words: string): Buffer {
  const drawn = `BT /F1 18 Tf 72 720 Td (${words.replace(/[()\\]/g, "")}) Tj ET`;
  const objects = [
    "<</Type/Catalog/Pages 2 0 R>>",
    "<</Type/Pages/Kids[3 0 R]/Count 1>>",
    "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
    `<</Length ${drawn.length}>>stream\n${drawn}\nendstream`,
    "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
  ];
  let text = "%PDF-1.4\n";
  const offsets = objects.map((object, index) => {
    const at = text.length;
    text += `${index + 1} 0 obj${object}endobj\n`;
    return `${String(at).padStart(10, "0")} 00000 n \n`;
  });
  const table = `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${offsets.join("")}`;
  return Buffer.from(
    `${text}${table}trailer<</Size ${objects.length + 1}/Root 1 0 R>>\nstartxref\n${text.length}\n%%EOF\n`,
    "latin1",
  );
}
