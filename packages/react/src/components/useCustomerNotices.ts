/** What the customer should know of their status, without rendering. */

import { createNotices, type Notice, type Status } from "@tollgate/js/headless";
import { useMemo } from "react";
import { useClientStore, useStore } from "../context.js";
import { useLocale } from "../locale.js";

/** One thing that the customer should know, in words too. */
export type CustomerNotice = Notice & { text: string };

/** What the customer should know, the gravest first; empty where all is well. */
export function useCustomerNotices(): Status & { notices: CustomerNotice[] } {
  const { texts, locale } = useLocale();
  const client = useClientStore();
  const { notices, ...status } = useStore(useMemo(() => createNotices(client), [client]));
  const textOf = (notice: Notice) => {
    if ("plan" in notice) return texts.planNotice(notice.name, notice, locale);
    const { kind } = notice;
    return kind === "stale" || kind === "offline" ? texts.notices[kind] : texts.reasons[kind];
  };
  return { ...status, notices: notices.map((notice) => ({ ...notice, text: textOf(notice) })) };
}
