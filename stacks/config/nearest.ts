/** A setting is looked for as a secret is: stacks take it from where both can reach it. */
export { nearest } from "../../constructs/state/nearest";
