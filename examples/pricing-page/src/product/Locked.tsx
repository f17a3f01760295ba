import type { ReactNode } from "react";

/** What stands in place of a feature that the customer does not have. */
export function Locked({ children }: { children: ReactNode }) {
  return (
    <div className="locked">
      <p>{children}</p>
      <a className="link" href="#/pricing">
        See which plan has it
      </a>
    </div>
  );
}
