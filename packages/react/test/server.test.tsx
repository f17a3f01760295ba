import { renderToString } from "react-dom/server";
import { describe, expect, it } from "vitest";
import {
  Paywall,
  PricingTable,
  Protect,
  Show,
  TollgateProvider,
  UsageMeter,
  useConfig,
  useEntitlement,
} from "../src/index.js";

const key = "pk_sandbox_01m7yrq8416eb6v8gccvt4y5pa_abcdefghijklmnop";
const render = (children: React.ReactNode) =>
  renderToString(
    <TollgateProvider publishableKey={key} endpoint="https://edge.example">
      {children}
    </TollgateProvider>,
  );

function Answers() {
  const { allowed, reason, isLoading } = useEntitlement("calls", { requested: 3 });
  const { value } = useConfig("support", "forum");
  return JSON.stringify([allowed, reason, isLoading, value]);
}

describe("on a server, before there is a client", () => {
  it("gates show what is shown while loading, never what they guard", () => {
    const loading = <i>wait</i>;
    for (const gate of [
      <Protect key="a" feature="sso" loading={loading}>
        secret
      </Protect>,
      <Paywall key="b" entitlement="calls" loading={loading}>
        secret
      </Paywall>,
      <Show key="c" when={{ plan: "pro" }} loading={loading}>
        secret
      </Show>,
    ]) {
      expect(render(gate)).toBe("<i>wait</i>");
    }
  });

  it("hooks answer closed, with a reason", () => {
    expect(render(<Answers />).replaceAll("&quot;", '"')).toBe(
      '[false,"tokenMissing",true,"forum"]',
    );
  });

  it("the pricing table and meters say that they are loading", () => {
    const table = render(
      <PricingTable plans={["starter", "pro"]} textOverrides={{ loading: "Un instant" }} />,
    );
    expect(table).toContain('aria-busy="true"');
    expect(table).toContain("Un instant");
    expect(table.match(/tollgate-plan"/g)).toHaveLength(2);
    expect(render(<UsageMeter feature="calls" name="Calls" />)).toContain("Calls");
  });

  it("a hook without a provider says what is missing", () => {
    expect(() => renderToString(<UsageMeter feature="calls" />)).toThrow("TollgateProvider");
  });
});
