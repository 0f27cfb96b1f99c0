import type { AssetLinks, MemberView, SiteView } from "../../renderer/page.tsx";

export const LINKS: AssetLinks = { front: "/assets/front.css", back: "/assets/back.css", script: "/assets/enhance.js" };

export const MULHOUSE: MemberView = {
  id: "mulhouse",
  name: "Mulhouse",
  kind: "commune",
  logo: null,
  themeHref: "/mulhouse/theme-00000000.css",
  contact: { phone: "03 53 01 02 00" },
};

/** What the pages of a visitor with a session share. */
export function site(changes: Partial<SiteView> = {}): SiteView {
  return {
    assets: LINKS,
    groupName: "Mulhouse Alsace Agglomération",
    member: MULHOUSE,
    person: null,
    csrf: { name: "_csrf", value: "jeton" },
    demo: false,
    ...changes,
  };
}
