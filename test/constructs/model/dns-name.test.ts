import { dnsLabel, dnsName, labelKey, labelValue } from "../../../constructs/model/dns-name";

const fits = (schema: ReturnType<typeof dnsName>, text: string): boolean => schema.safeParse(text).success;

const LONG = "a".repeat(63);

describe("names of a cluster", () => {
  it.each(["kube-system", "0", LONG])("%s is a label of DNS", (text) => {
    expect(fits(dnsLabel(), text)).toBe(true);
    expect(fits(dnsName(), text)).toBe(true);
  });

  it.each(["", "-a", "a-", "Acme", "a_b", "a\nb", "a\n", `${LONG}a`, "*", "a b"])("%j is none, and no name", (text) => {
    expect(fits(dnsLabel(), text)).toBe(false);
    expect(fits(dnsName(), text)).toBe(false);
  });

  it("a name has dots, each between two labels, and 253 characters at most", () => {
    expect(fits(dnsName(), "gp3.fast.acme")).toBe(true);
    expect(fits(dnsLabel(), "gp3.fast")).toBe(false);
    expect(fits(dnsName(), "gp3..fast")).toBe(false);
    expect(fits(dnsName(), [LONG, LONG, LONG, "a".repeat(61)].join("."))).toBe(true);
    expect(fits(dnsName(), [LONG, LONG, LONG, "a".repeat(62)].join("."))).toBe(false);
  });

  it.each(["k8s-app", "app.kubernetes.io/name", "App_1.x"])("%s is a label's key", (text) => {
    expect(fits(labelKey(), text)).toBe(true);
  });

  it.each(["", "/name", "a/b/c", "Prefix/name", "name-", "a b", `${LONG}a`, `${`${LONG}.`.repeat(4)}a/name`])(
    "%j is no label's key",
    (text) => {
      expect(fits(labelKey(), text)).toBe(false);
    },
  );

  it("a label's value may be empty", () => {
    expect(["", "kube-dns", "V1.2_x"].map((text) => fits(labelValue(), text))).toEqual([true, true, true]);
    expect(["-x", "a b", "a\n", `${LONG}a`].some((text) => fits(labelValue(), text))).toBe(false);
  });
});
