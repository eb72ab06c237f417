import { Construct } from "constructs";
import type { z } from "zod";
import { checkId } from "./check-id";
import type { Customisation } from "./customise";
import { freeId } from "./free-id";
import { graphOf } from "./graph";
import type { Realisation } from "./lowering";
import { MAIN } from "./names";
import { Peer } from "./peer";
import { parseSpec } from "./spec";

const COMPONENT = Symbol.for("ashlar.Component");

/**
 * What a user writes. Its data is parsed once by its schema, where every default lives, and frozen; references to other
 * components are fields of the subclass. Constructors and verbs only append; {@link realise} says what it is on each
 * target.
 */
export abstract class Component<Schema extends z.ZodType = z.ZodType> extends Construct {
  /**
   * What it is called where it is drawn, for example `Postgres`. A subclass declares its own.
   *
   * @default the name of the class, which a minifier may have shortened
   */
  public static readonly kind: string | undefined = undefined;

  /** Whether a construct is a component, also one of another copy of this package. */
  public static isComponent(construct: Construct): construct is Component {
    return COMPONENT in construct;
  }

  /** The data with every default filled in. */
  public readonly spec: Readonly<z.output<Schema>>;
  /** The component's own party in the graph. */
  public readonly peer: Peer;
  readonly #customisations: Customisation[] = [];

  protected constructor(scope: Construct, id: string, schema: Schema, data: z.input<Schema>) {
    super(scope, freeId(scope, id));
    Object.defineProperty(this, COMPONENT, { value: true });
    checkId(this, "component");
    graphOf(this).addComponent(this);
    this.spec = parseSpec(this, schema, data);
    this.peer = new Peer(this, MAIN);
  }

  /** What this component is on each target. */
  public abstract realise(): Realisation;

  /**
   * Judges what can only be judged when nothing more is added: problems go to the graph's diagnostics, and are told with
   * those of all others. By default there is nothing to judge.
   */
  public atSeal(): void {
    return;
  }

  public get customisations(): readonly Customisation[] {
    return this.#customisations;
  }

  /** Appends an edit of what a target makes of this component. Applied after everything else, in order. */
  public addCustomisation(customisation: Customisation): void {
    graphOf(this).requireOpen(this);
    this.#customisations.push(customisation);
  }
}
