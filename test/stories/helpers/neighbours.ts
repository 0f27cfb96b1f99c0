import { readConfig } from "../../../server/config.ts";
import { createLog, openInstallation } from "../../../server/start.ts";
import { announce } from "../../../server/store/announce.ts";
import { adopt } from "../../../server/store/definitions.ts";
import { saveMember } from "../../../server/store/members.ts";
import type { LiveBase } from "../../helpers/live-server.ts";
import { BIRTH } from "../../helpers/samples.ts";

/** The communes of Mulhouse Alsace Agglomération that the demo leaves out, but Sausheim. */
const COMMUNES = [
  ...["Baldersheim", "Bantzenheim", "Battenheim", "Berrwiller", "Bollwiller", "Bruebach", "Brunstatt-Didenheim"],
  ...["Chalampé", "Dietwiller", "Eschentzwiller", "Feldkirch", "Flaxlanden", "Galfingue", "Habsheim", "Heimsbrunn"],
  ...["Hombourg", "Kingersheim", "Lutterbach", "Morschwiller-le-Bas", "Niffer", "Ottmarsheim", "Petit-Landau"],
  ...["Pfastatt", "Pulversheim", "Reiningue", "Richwiller", "Riedisheim", "Ruelisheim", "Staffelfelden"],
  ...["Steinbrunn-le-Bas", "Ungersheim", "Wittelsheim", "Wittenheim", "Zillisheim", "Zimmersheim"],
];

/** Adds them to a running demo, as `guichet member-add` and `adopt` do: with the demo's own, 39 members. */
export async function addNeighbours(base: LiveBase): Promise<void> {
  const config = readConfig({ ...base.environment, LOG_LEVEL: "error" });
  const { ctx, close } = await openInstallation(config, createLog(config));
  const group = ctx.catalogue.member("mulhouse");
  if (!group) throw new Error("the demo has no Mulhouse");
  for (const [index, name] of COMMUNES.entries()) {
    const id = name
      .toLowerCase()
      .normalize("NFD")
      .replace(/[^a-z-]/g, "");
    const plain = { kind: "commune", siren: "216800000", insee: `68${900 + index}`, population: 2000 } as const;
    const look = { theme: { primary: "#2f4b7c" }, contact: {}, units: [] };
    await saveMember(ctx.db, { ...plain, ...look, id, name, groupName: group.groupName });
    await adopt(ctx.db, id, BIRTH);
  }
  await announce(ctx.db);
  await close();
}
