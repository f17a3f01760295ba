/** What the customer should know of their status, without rendering. */

import { createNotices, type Notice, type Status } from "@tollgate/js/headless";
import { useMemo } from "react";
import { useClientStore, useStore } from "../context.js";
import { useLocale } from "../locale.js";

/** One thing that the customer should know. */
export interface CustomerNotice {
  kind: Notice["kind"];
  /** Whether access is lost, in danger, or neither. */
  severity: Notice["severity"];
  text: string;
  /** The plan's key, where it is about one. */
  plan?: string;
  /** When it comes about, RFC 3339; absent where it has. */
  at?: string;
}

/** What the customer should know, the gravest first; empty where all is well. */
export function useCustomerNotices(): Status & { notices: CustomerNotice[] } {
  const { texts, locale } = useLocale();
  const client = useClientStore();
  const { notices, ...status } = useStore(useMemo(() => createNotices(client), [client]));
  const written = notices.map((notice): CustomerNotice => {
    if ("plan" in notice) {
      const { kind, severity, plan, name, at } = notice;
      return { kind, severity, plan, at, text: texts.notices[kind](name, at, locale) };
    }
    const { kind } = notice;
    const text = kind === "stale" || kind === "offline" ? texts.notices[kind] : texts.reasons[kind];
    return { ...notice, text };
  });
  return { ...status, notices: written };
}
