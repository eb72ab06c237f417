import fc from "fast-check";
import { size, Size } from "../../../constructs/model/units";
import { cpuText, durationText, sizeText } from "../../../stacks/config/quantity";

describe("a quantity of a config", () => {
  it("is text in its shortest form, for the component that takes it", () => {
    expect(cpuText().parse(0.5)).toBe("500m");
    expect(sizeText().parse("2048Mi")).toBe("2Gi");
    expect(durationText().parse("60s")).toBe("1m");
  });

  it("is a size with a unit, whatever unit it was written in, and means the same to the component", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 8000 }),
        fc.constantFrom("k", "M", "G", "T", "Ki", "Mi", "Gi", "Ti"),
        (amount, unit) => {
          const text = `${amount}${unit}`;
          expect(size().parse(sizeText().parse(text)).bytes).toBe(Size.parse(text)?.bytes);
        },
      ),
    );
  });

  it("is refused where it is too little for the component", () => {
    expect(sizeText(Size.mebibytes(512)).safeParse("511Mi").success).toBe(false);
    expect(sizeText(Size.mebibytes(512)).safeParse("512Mi").success).toBe(true);
  });
});
