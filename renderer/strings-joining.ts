/** Words of a member's joining the group. */
export const joining = {
  invitation: ({ name, member, link, space }: Readonly<Record<"name" | "member" | "link" | "space", string>>) => ({
    subject: `${member} rejoint Guichet : ouvrez son espace`,
    body: [
      `Bonjour ${name},`,
      `${member} est invitée à rejoindre le guichet de son groupement. Vous en êtes la première administratrice ou le premier administrateur.`,
      `Choisissez votre mot de passe dans les sept jours :\n${link}`,
      `Puis, dans votre espace (${space}), ouvrez « Administration » : vous y réglez le nom, le logo, les couleurs et les textes de ${member}, vous choisissez les démarches à proposer, et vous invitez vos collègues. Les usagers ne voient rien tant que le groupement n’a pas ouvert votre page.`,
      "Si ce message ne vous est pas destiné, ne faites rien : le lien s’éteindra de lui-même.",
    ].join("\n\n"),
  }),
  hopeless: {
    notCoordinator: "Seule la collectivité qui coordonne le groupe peut inviter ou ouvrir une collectivité.",
    unknown: (id: string) => `Aucune collectivité du groupe n’est à l’adresse « ${id} ».`,
    taken: (id: string) =>
      `L’adresse « ${id} » est déjà celle d’une autre collectivité. Modifiez la fiche, puis renvoyez l’invitation.`,
    kind: "Une collectivité est une commune ou un groupement de communes.",
    addressTaken:
      "Un agent d’une autre collectivité utilise déjà cette adresse électronique. Modifiez la fiche, puis renvoyez l’invitation.",
    coordinatorStays: "La collectivité qui coordonne le groupe ne peut pas en sortir.",
  },
} as const;
