/** An effect that trying again cannot mend; the sentence, in French, is for who asked for it. */
export class HopelessEffect extends Error {}
