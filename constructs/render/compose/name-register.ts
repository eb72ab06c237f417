import type { Diagnostics } from "../../model/diagnostics";

interface Owner {
  readonly path: string;
  readonly key: unknown;
}

/** Names of one kind of object, and who has each of them. */
export class NameRegister {
  readonly #owners = new Map<string, Owner>();

  public constructor(
    private readonly what: "services" | "networks" | "volumes" | "secrets",
    private readonly problems: Diagnostics,
  ) {}

  /**
   * Takes a name. Whoever has it already may take it again, anybody else is reported.
   *
   * @param path where the owner stands in the tree
   * @param key what tells two owners of one path apart
   */
  public take(name: string, path: string, key: unknown = path): void {
    const other = this.#owners.get(name);
    if (other === undefined) {
      this.#owners.set(name, { path, key });
      return;
    }
    if (other.key === key) return;
    this.problems.add("ASH-NAME-003", {
      path,
      message: `two ${this.what} have the same name on compose, here and at ${other.path}`,
      value: name,
    });
  }
}
