/**
 * First names that many people bear in France, as `normalise` writes them. Two of them one letter apart are two names, not one with
 * a typing error: Léa and Léo, Claire and Clara.
 */
export const FIRST_NAMES: ReadonlySet<string> = new Set(
  `adele adeline adrien agathe agnes aime aimee alain alan alba albane albert alban alena alex alexandra alexandre alexia alexis
  alice alicia alienor aline alison alix amael amandine ambre amelia amelie amina amir ana anae anais anastasia andre andrea
  angele angelina angelique anna annabelle anne annette annick annie anouk anthony antoine antoinette apolline arianne ariane
  armand arnaud arthur assia astrid aude audrey augustin aurelie aurelien aurore axel axelle aya baptiste barbara bastien
  beatrice benedicte benjamin benoit bernadette bernard berthe bertrand blanche boris brigitte bruno camille candice capucine
  carine carla carole carolina caroline catherine cathy cecile cecilia cedric celeste celestine celia celine celina chantal
  charlene charles charline charlotte chloe christel christelle christian christiane christine christophe claire clara clarisse
  claude claudia claudie claudine clea clemence clement clementine clotilde colette colin come constance coralie coraline
  corentin corinne corine cyril cyrille cyrielle damien daniel daniela daniele danielle danny david deborah delphine denis denise
  diana diane didier dimitri dominique dorian doriane dorothee edith edouard elea eleonore elena eleonor eliane elias elie eline
  elisa elisabeth elise elodie eloise elsa elya emeline emilia emilie emilien emma emmanuel emmanuelle enzo eric erica erika
  erwan estelle esteban ethan etienne eugenie eva evan eve evelyne fabien fabienne fabrice fanny farida fatima fatou faustine
  felix fernand flavie fleur flora florence florent florentin florian floriane francine franck francois francoise frank frederic
  frederique gabin gabriel gabriela gabriella gabrielle gael gaelle gaetan gaspard genevieve georges georgette gerald geraldine
  gerard germaine ghislain ghislaine gilbert gilles gisele giulia gregory guillaume gustave guy gwenaelle gwendoline hannah helena
  helene henri henriette herve hortense hugo huguette ibrahim ida ilan ilona ilyes imane ines ingrid irene iris isaac isabelle
  isabella ismael ivan jacqueline jacques jade jamila janine jean jeanne jeanine jeannine jennifer jenny jeremie jeremy jerome
  jessica jessie joanna jocelyne joel joelle johan johanna johanne john jonas jonathan jordan jose joseph josephine josette josiane
  joyce judith jules julia julian juliane julie julien julienne juliette justin justine karim karima karin karine karl kathy katia
  kelly kevin khadija laetitia laila lana lara laura laure laureen laurence laurene laurent laurie laurine lea leane leandre leila
  lena leo leon leona leonie leonard leonor leopold lila lilas lili liliane lilian lilou lily lina linda line lisa lise lison livia
  loan loane loic lola lorenzo lou louane louis louisa louise louka louna luc luca lucas lucette lucia lucie lucien lucienne lucile
  lucille ludivine ludovic luna lydia lydie lyna lyne mael maelie maelle maelys maeva magali magalie magda malika malo manel manon
  manuel manuela marc marceau marcel marcelle margaux margot marguerite maria marianne marie mariam marin marina marine mario
  marion marius marjolaine marjorie marlene marthe martin martine mateo mathias mathieu mathilde mathis mathys matteo matthias
  matthieu maud maurice max maxence maxime maya maylis mehdi melanie melina meline melissa melodie meryem michel michele michelle
  mickael mila milan mireille miriam mohamed mona monica monique morgan morgane muriel myriam nabil nadege nadia nadine naima nais
  nancy naomi nassim natacha natalia nathalie nathan nelly nicolas nicole nina nine noa noah noam noe noelle noemie nolan nora
  norah norbert nour octave odette odile olga olivia olivier ombeline oceane orane oriane oscar ornella pablo paola paolo
  pascal pascale pascaline patrice patricia patrick paul paula paule paulette pauline perrine philippe philippine pierre pierrette
  priscilla prune quentin rachel rachid rachida ralph raphael raphaelle raymond raymonde rebecca regine regis remi remy renaud rene
  renee richard rita robert robin roger roland rolande romain romane romy ronan rosa rosalie rose roselyne roxane ruben ruth sabine
  sabrina sacha salome samia samir samira samuel sandra sandrine sandy sara sarah sebastien selena selma serena serge severine
  severin shana sibylle sidonie silvia simon simone sofia sofiane solange solene soline sonia sophia sophie soraya stella stephane
  stephanie stephan steven suzanne suzie sylvain sylvaine sylvia sylvie tania tatiana teo teresa tess tessa theo theodore therese
  thibault thibaut thierry thomas tiffany tiphaine tom tony ugo valentin valentine valeria valerie vanessa vera veronique
  victoire victor victoria vincent violaine violette virginie viviane vivien wendy william xavier yael yann yanis yasmina yasmine
  yoann yohan yolande yoan youssef yves yvette yvon yvonne zelie zoe zohra`.split(/\s+/),
);

/** Names of everyday use and the names they stand for. */
export const SHORT_FORMS: ReadonlyMap<string, readonly string[]> = new Map(
  Object.entries({
    alex: ["alexandra", "alexandre", "alexia", "alexis"],
    bea: ["beatrice"],
    ben: ["benjamin", "benoit"],
    cathy: ["catherine"],
    cat: ["catherine"],
    chris: ["christine", "christelle", "christophe", "christian"],
    clem: ["clemence", "clement", "clementine"],
    dom: ["dominique"],
    domi: ["dominique"],
    fab: ["fabienne", "fabien", "fabrice"],
    flo: ["florence", "florian", "florent"],
    fred: ["frederic", "frederique"],
    gaby: ["gabrielle", "gabriel"],
    gene: ["genevieve"],
    greg: ["gregory"],
    isa: ["isabelle"],
    jo: ["joelle", "josephine", "joel", "joseph"],
    kathy: ["catherine", "katherine"],
    katy: ["catherine"],
    manu: ["emmanuelle", "emmanuel", "manuela"],
    margot: ["marguerite"],
    max: ["maxime", "maxence"],
    mimi: ["mireille", "michele"],
    nath: ["nathalie"],
    nico: ["nicolas", "nicole"],
    pat: ["patricia", "patrick"],
    phil: ["philippe"],
    sandy: ["sandrine", "sandra"],
    seb: ["sebastien"],
    sev: ["severine"],
    steph: ["stephanie", "stephane"],
    syl: ["sylvie"],
    val: ["valerie"],
    vero: ["veronique"],
    viv: ["viviane"],
  }),
);
