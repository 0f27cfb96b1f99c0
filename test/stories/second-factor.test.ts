import { Secret, TOTP } from "otpauth";
import { describe, expect, test } from "vitest";
import { findAgent } from "../helpers/api-client.ts";
import { town } from "./helpers/town.ts";

const the = town();

describe.each([
  { title: "with scripts on a wide screen", javascript: true, width: 1280, role: "lecteur" },
  { title: "without scripts on a telephone", javascript: false, width: 360, role: "admin-fonctionnel" },
])("a code on top of the password, $title", ({ javascript, width, role }) => {
  test("is prepared once, then asked at each sign-in", async () => {
    const person = findAgent(the().demo, "rixheim", role);
    const agent = await the().agent("rixheim", role, { javascript, width });
    await agent.opens("/rixheim/agent");
    await agent.follows("Sécurité");
    await agent.sees("n’est pas activée");
    if (javascript) await agent.takesPicture("securite.png");
    await agent.writes("Code", "12");
    await agent.presses("Activer");
    await agent.sees("Ce code n’est pas le bon");
    await agent.looksAgain();
    const key = (await agent.page.locator("code").first().innerText()).replaceAll(" ", "");
    const code = (seconds: number) =>
      new TOTP({ secret: Secret.fromBase32(key) }).generate({ timestamp: Date.now() + seconds * 1000 });
    await agent.writes("Code", code(0));
    await agent.presses("Activer");
    await agent.isAt("Gardez vos codes de secours");
    expect(await agent.page.locator("main code").count()).toBe(8);
    await agent.follows("Continuer");
    await agent.sees("Il vous reste 8 codes de secours");
    await agent.presses("Se déconnecter");

    await agent.opens("/agent/connexion?retour=/rixheim/agent/securite");
    await agent.writes("Adresse électronique", person.email);
    await agent.writes("Mot de passe", person.password);
    await agent.presses(/^Se connecter$/);
    await agent.isAt("Entrez votre code");
    await agent.writes("Code", "000000");
    await agent.presses("Continuer");
    await agent.sees("Ce code n’est pas le bon");
    await agent.looksAgain();
    await agent.writes("Code", code(30));
    await agent.presses("Continuer");
    await agent.isAt("Sécurité de votre compte");
    await agent.leaves();
  });
});
