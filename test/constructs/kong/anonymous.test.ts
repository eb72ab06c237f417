import { AshlarError } from "../../../constructs/model/diagnostics";
import { renderCompose } from "../../../constructs/render/compose/compose";
import { gateway, problemsOf } from "./sample-gateway";

describe("the consumer that stands for callers without credentials", () => {
  it.each(["basic-auth", "hmac-auth", "jwt"])("of %s is one of the gateway's, at a route and for all", (plugin) => {
    const make = () =>
      gateway(({ api }) => ({
        consumers: { guest: {} },
        plugins: { [plugin]: { anonymous: "gest" } },
        routes: [
          { path: "/a", to: api.server, plugins: { [plugin]: { anonymous: "guest" } } },
          { path: "/b", to: api.server, plugins: { [plugin]: { anonymous: "nobody" } } },
        ],
      })).platform;
    expect(problemsOf(make)).toEqual([
      `ASH-KONG-005 acme/gateway:plugins.${plugin}.anonymous`,
      `ASH-KONG-005 acme/gateway:routes./b.plugins.${plugin}.anonymous`,
    ]);
  });

  it("may be declared after the plugin that names it", () => {
    const { platform, kong } = gateway(({ api }) => ({
      plugins: { jwt: { anonymous: "guest" } },
      routes: [{ path: "/a", to: api.server }],
    }));
    kong.consumer("guest");
    expect(() => renderCompose(platform)).not.toThrow();
  });

  it("is told with the consumers that there are", () => {
    const told = (consumers: object): string => {
      try {
        renderCompose(
          gateway(({ api }) => ({
            consumers: { ...consumers },
            plugins: { jwt: { anonymous: "gest" } },
            routes: [{ path: "/a", to: api.server }],
          })).platform,
        );
      } catch (error) {
        if (AshlarError.is(error)) return error.message;
        throw error;
      }
      return "";
    };
    expect(told({ web: {}, guest: {} })).toContain('(got "gest", expected guest | web)');
    expect(told({})).toContain("expected the gateway has no consumer");
  });
});
