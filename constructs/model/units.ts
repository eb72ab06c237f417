import { z } from "zod";

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

function unit<In extends string | number, Out>(
  input: z.ZodType<In, In>,
  parse: (value: In) => Out | undefined,
  code: string,
  message: string,
) {
  return input.transform((value, context): Out => {
    const parsed = parse(value);
    if (parsed !== undefined) return parsed;
    context.addIssue({ code: "custom", message, params: { code } });
    return z.NEVER;
  });
}

/** Schema of a {@link Cpu}: accepts `0.5`, `"2"`, `"500m"`. */
export const cpu = () =>
  unit(z.union([z.string(), z.number()]), (v) => Cpu.parse(v), "ASH-UNIT-001", "not a cpu quantity");

/** Schema of a {@link Size}: accepts `"512Mi"`, `"20Gi"`, `"1G"`, or bytes. */
export const size = () => unit(z.union([z.string(), z.number()]), (v) => Size.parse(v), "ASH-UNIT-002", "not a size");

/** Schema of a {@link Duration}: accepts `"30s"`, `"5m"`, `"12h"`, `"7d"`. */
export const duration = () => unit(z.string(), (v) => Duration.parse(v), "ASH-UNIT-003", "not a duration");

/** Schema of a {@link Cron}: five fields. */
export const cron = () => unit(z.string(), (v) => Cron.parse(v), "ASH-UNIT-004", "not a cron expression");
