import { type CompiledDefinition, sectorFieldsOf, slotFieldsOf } from "../engine/index.ts";
import type { PlacedIssue } from "./definition-files.ts";

/** What definitions ask of registers that others hold. */
export interface Links {
  /** A register that is there and cannot do it. */
  readonly issues: readonly PlacedIssue[];
  /** French sentences on registers that are not there: they may be published already, or never. */
  readonly notes: readonly string[];
}

/**
 * Checks what each definition asks of registers: slots of one that has an agenda, sectors of one that has some. A definition alone
 * cannot tell, and its form would show nothing to choose.
 * @param known the definitions of the folder, and those the platform ships
 */
export function linksOf(definitions: readonly CompiledDefinition[], known: readonly CompiledDefinition[]): Links {
  const issues: PlacedIssue[] = [];
  const notes: string[] = [];
  for (const definition of definitions) {
    for (const { key, register, fits, needs } of askedBy(definition)) {
      const found = known.find(({ id }) => id === register);
      if (!found) {
        notes.push(
          `« ${register} », que demande « ${key} » de ${definition.id}, n’est ni dans ce dossier ni parmi les définitions livrées : publiez-le aussi.`,
        );
      } else if (!fits(found)) {
        const message = `Le registre « ${register} » n'a pas ${needs} : « ${key} » ne trouverait rien.`;
        issues.push({ code: "register", file: `${definition.id}.json`, pointer: `/properties/${key}`, message });
      }
    }
  }
  return { issues, notes };
}

interface Asked {
  readonly key: string;
  readonly register: string;
  readonly fits: (register: CompiledDefinition) => boolean;
  readonly needs: string;
}

const askedBy = ({ form }: CompiledDefinition): readonly Asked[] => [
  ...slotFieldsOf(form).flatMap(({ key, slot }) =>
    slot?.register === undefined
      ? []
      : [{ key, register: slot.register, fits: hasAgenda, needs: "d'agenda (« agenda »)" }],
  ),
  ...sectorFieldsOf(form).flatMap(({ key, ref }) =>
    ref === undefined ? [] : [{ key, register: ref, fits: hasSectors, needs: "de secteurs (« sectors »)" }],
  ),
];

const hasAgenda = ({ agenda }: CompiledDefinition): boolean => agenda !== null;
const hasSectors = ({ sectors }: CompiledDefinition): boolean => sectors !== null;
