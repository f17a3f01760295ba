// Globals that the samples use and do not declare: what a reader has in their own project.

import type { TollgateClient } from "@tollgate/js";
import type { ReactNode } from "react";

declare global {
  /** A client that is loaded. */
  const tollgate: TollgateClient;
  /** Who is signed in, by the reader's own sign-in. */
  function customerOf(request: Request): Promise<string | null>;
  /** A session for a customer, from `POST /v1/sessions`. */
  function sessionFor(customer: string): Promise<string>;
  /** Asks the reader's own backend for a session. */
  function fetchSession(): Promise<string>;
  /** Does what a route is there for. */
  function reportFor(customer: string): Promise<Record<string, unknown>>;
  function Report(): ReactNode;
  function Export(): ReactNode;
}
