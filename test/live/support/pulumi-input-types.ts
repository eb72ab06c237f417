import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import ts from "typescript";

/** What a type allows: any value, a scalar, a list, a map, or an object of named fields. */
type Shape =
  | { readonly kind: "any" }
  | { readonly kind: "list"; readonly item: Shape }
  | { readonly kind: "map"; readonly value: Shape }
  | { readonly kind: "object"; readonly name: string };

type Fields = ReadonlyMap<string, Shape>;

const ANY: Shape = { kind: "any" };

/**
 * The inputs that a published SDK declares, read from its own `.d.ts` files: `kubernetes:apps/v1:Deployment` is
 * `DeploymentArgs` of `apps/v1/deployment.d.ts`, and what that refers to stands in `types/input.d.ts`.
 */
export class SdkInputTypes {
  readonly #folder: string;
  readonly #interfaces = new Map<string, ts.InterfaceDeclaration>();
  readonly #fields = new Map<string, Fields>();

  public constructor(sdk: string) {
    this.#folder = dirname(require.resolve(`${sdk}/package.json`));
    // A small SDK refers to nothing.
    if (existsSync(join(this.#folder, "types/input.d.ts"))) this.#read("types/input.d.ts", "inputs");
  }

  /**
   * The paths of a resource's inputs that its args type does not have; undefined when the SDK has no such type at all.
   *
   * @param file the class' file without its ending: `apps/v1/deployment`, `randomPassword`
   */
  public unknownInputs(file: string, type: string, inputs: unknown): readonly string[] | undefined {
    const name = `${type}Args`;
    if (!this.#interfaces.has(name)) {
      try {
        this.#read(`${file}.d.ts`, "");
      } catch {
        return undefined;
      }
    }
    return this.#interfaces.has(name) ? this.#unknown({ kind: "object", name }, inputs, "") : undefined;
  }

  #unknown(shape: Shape, value: unknown, path: string): readonly string[] {
    if (typeof value !== "object" || value === null) return [];
    const within = (key: string): string => (path === "" ? key : `${path}.${key}`);
    switch (shape.kind) {
      case "any":
        return [];
      case "list":
        return (value as readonly unknown[]).flatMap((item, at) => this.#unknown(shape.item, item, `${path}[${at}]`));
      case "map":
        return Object.entries(value).flatMap(([key, item]) => this.#unknown(shape.value, item, within(key)));
      case "object": {
        const fields = this.#fieldsOf(shape.name);
        return Object.entries(value).flatMap(([key, item]) => {
          const field = fields.get(key);
          return field === undefined ? [within(key)] : this.#unknown(field, item, within(key));
        });
      }
      default:
        return shape satisfies never;
    }
  }

  #fieldsOf(name: string): Fields {
    const known = this.#fields.get(name);
    if (known !== undefined) return known;
    const fields = new Map<string, Shape>();
    for (const member of this.#interfaces.get(name)?.members ?? []) {
      if (!ts.isPropertySignature(member) || member.type === undefined) continue;
      const key = ts.isStringLiteral(member.name) || ts.isIdentifier(member.name) ? member.name.text : "";
      fields.set(key, this.#shapeOf(member.type));
    }
    this.#fields.set(name, fields);
    return fields;
  }

  #shapeOf(type: ts.TypeNode): Shape {
    if (ts.isUnionTypeNode(type)) {
      const shapes = type.types.map((part) => this.#shapeOf(part)).filter((shape) => shape.kind !== "any");
      return shapes[0] ?? ANY;
    }
    if (ts.isArrayTypeNode(type)) return { kind: "list", item: this.#shapeOf(type.elementType) };
    if (ts.isTypeLiteralNode(type)) {
      const index = type.members.find((member) => ts.isIndexSignatureDeclaration(member));
      return index === undefined ? ANY : { kind: "map", value: this.#shapeOf(index.type) };
    }
    if (!ts.isTypeReferenceNode(type)) return ANY;
    const name = type.typeName.getText();
    const [argument] = type.typeArguments ?? [];
    if (name === "pulumi.Input" && argument !== undefined) return this.#shapeOf(argument);
    return this.#interfaces.has(name) ? { kind: "object", name } : ANY;
  }

  #read(file: string, prefix: string): void {
    const text = readFileSync(join(this.#folder, file), "utf8");
    const walk = (node: ts.Node, scope: string): void => {
      if (ts.isInterfaceDeclaration(node))
        this.#interfaces.set(scope === "" ? node.name.text : `${scope}.${node.name.text}`, node);
      else if (ts.isModuleDeclaration(node) && node.body !== undefined)
        walk(node.body, scope === "" ? node.name.text : `${scope}.${node.name.text}`);
      else if (ts.isModuleBlock(node) || ts.isSourceFile(node))
        node.statements.forEach((statement) => walk(statement, scope));
    };
    walk(ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true), prefix);
  }
}
