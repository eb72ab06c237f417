import { z } from "zod";
import type { Code } from "./codes";

const CPU = /^(?:(\d+)m|(\d+(?:\.\d{1,3})?))$/;
const SIZE = /^(\d+)(Ki|Mi|Gi|Ti|Pi|k|M|G|T|P)?$/;
const DURATION = /^(\d+)(ms|s|m|h|d)$/;

const FACTOR: Readonly<Record<string, number>> = {
  "": 1,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  P: 1e15,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
  Pi: 2 ** 50,
};
const MILLISECONDS: Readonly<Record<string, number>> = { ms: 1, s: 1e3, m: 60e3, h: 3600e3, d: 86400e3 };

/** An amount of processor time, in thousandths of a core. */
export class Cpu {
  public static readonly ZERO = new Cpu(0);

  private constructor(public readonly millicores: number) {}

  /** @param value cores as a number or text (`0.5`, `"2"`), or millicores (`"500m"`). Undefined when it is neither. */
  public static parse(value: string | number): Cpu | undefined {
    const match = CPU.exec(String(value));
    if (match === null) return undefined;
    const millicores = match[1] === undefined ? Math.round(Number(match[2]) * 1000) : Number(match[1]);
    return Number.isSafeInteger(millicores) ? new Cpu(millicores) : undefined;
  }

  public static millicores(amount: number): Cpu {
    return new Cpu(amount);
  }

  public static cores(amount: number): Cpu {
    return new Cpu(Math.round(amount * 1000));
  }

  public plus(other: Cpu): Cpu {
    return new Cpu(this.millicores + other.millicores);
  }

  public times(factor: number): Cpu {
    return new Cpu(Math.round(this.millicores * factor));
  }

  /** The canonical text, which {@link Cpu.parse} reads back: `500m` or `2`. */
  public toString(): string {
    return this.millicores % 1000 === 0 ? String(this.millicores / 1000) : `${this.millicores}m`;
  }

  public toJSON(): string {
    return this.toString();
  }
}

/** An amount of memory or storage, in bytes. */
export class Size {
  public static readonly ZERO = new Size(0);

  private constructor(public readonly bytes: number) {}

  /** @param value bytes, or a whole number with a binary (`Mi`) or decimal (`M`) unit. Undefined when it is neither. */
  public static parse(value: string | number): Size | undefined {
    const match = SIZE.exec(String(value));
    if (match === null) return undefined;
    const bytes = Number(match[1]) * (FACTOR[match[2] ?? ""] ?? 1);
    return Number.isSafeInteger(bytes) ? new Size(bytes) : undefined;
  }

  public static bytes(amount: number): Size {
    return new Size(amount);
  }

  public static mebibytes(amount: number): Size {
    return new Size(amount * 2 ** 20);
  }

  public static gibibytes(amount: number): Size {
    return new Size(amount * 2 ** 30);
  }

  public plus(other: Size): Size {
    return new Size(this.bytes + other.bytes);
  }

  public times(factor: number): Size {
    return new Size(Math.round(this.bytes * factor));
  }

  /** The canonical text, which {@link Size.parse} reads back: the largest binary unit that divides it, else bytes. */
  public toString(): string {
    for (const unit of ["Pi", "Ti", "Gi", "Mi", "Ki"] as const) {
      const factor = FACTOR[unit] ?? 1;
      if (this.bytes >= factor && this.bytes % factor === 0) return `${this.bytes / factor}${unit}`;
    }
    return String(this.bytes);
  }

  public toJSON(): string {
    return this.toString();
  }
}

/** A span of time, in milliseconds. */
export class Duration {
  private constructor(public readonly milliseconds: number) {}

  /** @param value a whole number with a unit: `ms`, `s`, `m`, `h` or `d`. Undefined when it is not. */
  public static parse(value: string): Duration | undefined {
    const match = DURATION.exec(value);
    if (match === null) return undefined;
    const milliseconds = Number(match[1]) * (MILLISECONDS[match[2] ?? ""] ?? 1);
    return Number.isSafeInteger(milliseconds) ? new Duration(milliseconds) : undefined;
  }

  public static seconds(amount: number): Duration {
    return new Duration(amount * 1000);
  }

  public static minutes(amount: number): Duration {
    return new Duration(amount * 60e3);
  }

  /** Whole seconds, rounded up: no target waits for less than it was told. */
  public get seconds(): number {
    return Math.ceil(this.milliseconds / 1000);
  }

  /** The canonical text, which {@link Duration.parse} reads back. */
  public toString(): string {
    for (const unit of ["d", "h", "m", "s"] as const) {
      const factor = MILLISECONDS[unit] ?? 1;
      if (this.milliseconds >= factor && this.milliseconds % factor === 0)
        return `${this.milliseconds / factor}${unit}`;
    }
    return `${this.milliseconds}ms`;
  }

  public toJSON(): string {
    return this.toString();
  }
}

interface CronRange {
  readonly from: number;
  readonly to: number;
  readonly names: readonly string[];
}

const CRON_FIELDS: readonly CronRange[] = [
  { from: 0, to: 59, names: [] },
  { from: 0, to: 23, names: [] },
  { from: 1, to: 31, names: [] },
  { from: 1, to: 12, names: "jan feb mar apr may jun jul aug sep oct nov dec".split(" ") },
  { from: 0, to: 6, names: "sun mon tue wed thu fri sat".split(" ") },
];

/** Lists of `*`, a value or a range, each with a step if any. */
function isCronField(field: string, { from, to, names }: CronRange): boolean {
  const number = (text: string): number => {
    const name = names.indexOf(text.toLowerCase());
    return name >= 0 ? from + name : /^\d+$/.test(text) ? Number(text) : NaN;
  };
  return field.split(",").every((item) => {
    const match = /^(?:\*|(\w+)(?:-(\w+))?)(?:\/([1-9]\d*))?$/.exec(item);
    if (match === null) return false;
    if (match[1] === undefined) return true;
    const [first, last] = [number(match[1]), number(match[2] ?? match[1])];
    return first >= from && first <= last && last <= to;
  });
}

/** A schedule in the five-field cron form. */
export class Cron {
  private constructor(public readonly expression: string) {}

  /** @param value minute, hour, day of month, month, day of week, as Kubernetes takes them. Undefined when it is not. */
  public static parse(value: string): Cron | undefined {
    const fields = value.split(" ");
    const fits =
      fields.length === CRON_FIELDS.length &&
      CRON_FIELDS.every((range, index) => isCronField(fields[index] ?? "", range));
    return fits ? new Cron(value) : undefined;
  }

  public toString(): string {
    return this.expression;
  }

  public toJSON(): string {
    return this.expression;
  }
}

/** How a quantity is read, and what its schema says when it cannot be. */
interface Reading<In, Out> {
  readonly parse: (value: In) => Out | undefined;
  readonly code: Code;
  readonly message: string;
  /** What is allowed, as text. */
  readonly allowed: string;
  /** What is allowed instead, for a quantity that nothing can run with. */
  readonly refuse?: (quantity: Out) => string | undefined;
}

function unit<In, Out>(input: z.ZodType<In, In>, reading: Reading<In, Out>) {
  return input.transform((value, context): Out => {
    const parsed = reading.parse(value);
    const instead = parsed === undefined ? undefined : reading.refuse?.(parsed);
    if (parsed !== undefined && instead === undefined) return parsed;
    const { code, message, allowed } =
      instead === undefined ? reading : { code: "ASH-UNIT-005", message: "too little", allowed: instead };
    context.addIssue({ code: "custom", message, params: { code, allowed } });
    return z.NEVER;
  });
}

/** Docker starts no container with less memory. */
export const LEAST_MEMORY = Size.mebibytes(6);

/** Docker limits processor time in hundredths of a core, and takes none under one. */
const LEAST_CPU = Cpu.millicores(10);

/** Schema of a {@link Cpu}: accepts `0.5`, `"2"`, `"500m"`; at least `10m`. */
export const cpu = () =>
  unit(z.union([z.string(), z.number()]), {
    parse: (value) => Cpu.parse(value),
    code: "ASH-UNIT-001",
    message: "not a cpu quantity",
    allowed: "cores or millicores, for example 0.5, 2 or 500m",
    refuse: ({ millicores }) => (millicores < LEAST_CPU.millicores ? `at least ${LEAST_CPU.toString()}` : undefined),
  });

/** A plain number reads as text without a unit, so that it is told as what it is: a size whose unit is missing. */
const sizeInput = z.preprocess(
  (value) => (typeof value === "number" ? String(value) : value),
  z.string(),
) as unknown as z.ZodType<string, string>;

/**
 * Schema of a {@link Size}: accepts `"512Mi"`, `"20Gi"`, `"1G"`. The unit is required, and nothing is no size.
 *
 * @param least what the thing needs at least to work at all; more than nothing when not given
 */
export const size = (least: Size = Size.ZERO) =>
  unit(sizeInput, {
    parse: (value) => (/^\d+$/.test(value) ? undefined : Size.parse(value)),
    code: "ASH-UNIT-002",
    message: "not a size",
    allowed: "a whole number with a unit, for example 512Mi or 20Gi",
    refuse: ({ bytes }) => {
      if (bytes > 0 && bytes >= least.bytes) return undefined;
      return least.bytes > 0 ? `at least ${least.toString()}` : "more than 0";
    },
  });

/** Schema of a {@link Duration}: accepts `"30s"`, `"5m"`, `"12h"`, `"7d"`. */
export const duration = () =>
  unit(z.string(), {
    parse: (value) => Duration.parse(value),
    code: "ASH-UNIT-003",
    message: "not a duration",
    allowed: "a whole number with a unit: ms, s, m, h or d",
  });

/** Schema of a {@link Cron}: five fields. */
export const cron = () =>
  unit(z.string(), {
    parse: (value) => Cron.parse(value),
    code: "ASH-UNIT-004",
    message: "not a cron expression",
    allowed: "five fields, for example 0 3 * * 1-5",
  });
