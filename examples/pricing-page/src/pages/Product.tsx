import { useConfig } from "@tollgate/react";
import { Analytics } from "../product/Analytics.js";
import { Beta } from "../product/Beta.js";
import { Console } from "../product/Console.js";
import { Sso } from "../product/Sso.js";
import { Workspace } from "../product/Workspace.js";

const support: Record<string, string> = {
  community: "Questions? Other customers answer in the forum.",
  email: "Questions? Write to us: we answer within a day.",
  priority: "Questions? Call us: an engineer answers within the hour.",
};

/** The product that is sold: every part of it stands behind a gate. */
export function Product() {
  const { value: level } = useConfig("support-level", "community");
  return (
    <>
      <header className="page-head">
        <h1>Console</h1>
        <p className="muted">{support[String(level)]}</p>
      </header>
      <div className="panels">
        <div>
          <Console />
          <Analytics />
        </div>
        <div>
          <Workspace />
          <Sso />
        </div>
        <Beta />
      </div>
    </>
  );
}
