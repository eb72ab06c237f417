/** Why codes of a family exist, by the word in the middle of them. */
const FAMILIES: Readonly<Record<string, string>> = {
  INPUT: "settings are read strictly, so that a typing error is told and never taken for a default",
  UNIT: "amounts carry their units and are read once, so that both targets mean the same",
  NAME: "names become host names, namespaces, labels and certificates; what one of these refuses is refused before it is rendered",
  GRAPH:
    "network policies, certificates and start order are derived from the declared connections; a graph that contradicts itself has no right rendering",
  TARGET: "nothing is lost in silence: what a target cannot do is an error unless its loss is accepted by name",
  IMAGE: "a platform that is rendered again must run the same programs",
  SEC: "a secret is a name and a recipe in the tree and never a value; what could be guessed, or be read by others, is refused",
  PKI: "every identity is a certificate of the platform's own authority, and programs refuse what breaks the rules of X.509",
  RULE: "settings of rules are read strictly, so that no rule is thought to be off or on when it is not",
  DIFF: "a comparison is worth what its two sides are: what they are not known to be is not compared",
  ENV: "some facts of an environment cannot be guessed; without them a part of the platform stays closed",
  STATE: "the input is right and the surroundings are in the way: the same command may succeed later, or elsewhere",
  PLACE:
    "keys and secrets lie in an environment's folder, and a render writes beside them: neither may meet the files of others",
};

/**
 * Why a code exists.
 *
 * @param owner the folder whose code it is, when it is a component's
 */
export function familyWhy(code: string, owner: string | undefined): string {
  const family = code.split("-")[1] ?? "";
  const known = FAMILIES[family];
  if (known !== undefined) return known;
  return owner === undefined
    ? "the platform contradicts what the library promises of it"
    : `the declaration of a component of ${owner} contradicts itself, or what the program behind it can do`;
}
