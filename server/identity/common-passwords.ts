/**
 * Words that head the lists of stolen passwords, in French and English, bare of digits and signs around them: with
 * twelve characters they are what people write first. Longer lists refuse little more at this length.
 */
export const COMMON_WORDS: ReadonlySet<string> = new Set(
  `motdepasse monmotdepasse lemotdepasse motdepass motpasse password passwords mypassword passwort passord passe
  pass passw0rd p4ssword p4ssw0rd admin administrateur administrator root user utilisateur guest invite test testtest
  azerty azertyui azertyuiop azertyuiopqsdfghjklm qwerty qwertyui qwertyuiop qwertzuiop qsdfghjklm wxcvbn azer
  azertyazerty qwertyqwerty azeqsdwxc aqwzsxedc qazwsx qazwsxedc zxcvbn zxcvbnm asdfgh asdfghjkl abcdef abc abcd abcde
  abcdefgh abcdefghijkl iloveyou jetaime jetaimefort jtmjtm monamour mamour amour amourdemavie loveyou love princess
  princesse doudou doudoune chouchou loulou loulouloulou coucou coucoucoucou bonjour bonjourbonjour bonjourtoutlemonde
  salut bienvenue welcome welcomewelcome letmein letmeinplease soleil soleilsoleil marseille olympiquedemarseille
  parissaintgermain psg france vivelafrance allezlesbleus liberteegalitefraternite paris lyon mulhouse cherbourg
  alsace normandie chocolat nutella football footballclub superman spiderman batman starwars pokemon dragon
  dragonballz naruto monkey master shadow sunshine secret topsecret trustno changeme changezmoi changemoi temporaire
  provisoire default defaut computer ordinateur internet internetinternet google facebook instagram snapchat
  microsoft windows samsung iphone orange orangeorange freebox livebox bouygues sfr wanadoo laposte
  janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre
  printemps ete automne hiver noel joyeuxnoel anniversaire joyeuxanniversaire vacances maison mamaison famille
  mafamille mairie guichet franceconnect ameli impots compte moncompte identifiant nicolas camille caroline alexandre
  correcthorsebatterystaple whatever nothing rien jesaispas jenesaispas cestmoi moimoimoi`.split(/\s+/),
);
