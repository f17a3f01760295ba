/** The state of a voucher field: what is typed, what is applied, what was refused. */

import { ApiError, type TollgateClient, TollgateError } from "@tollgate/js";
import { useCallback, useEffect, useRef, useState } from "react";
import type { AppliedVoucher, VoucherFailure, VoucherView } from "./view.js";

export interface VoucherFieldOptions {
  /** A code to apply by itself, such as one from a link; applied again when it changes. */
  voucher?: string | undefined;
  /** Hears of every code that is applied, and of `undefined` when it is removed or refused. */
  onVoucherChange?: ((code: string | undefined) => void) | undefined;
}

function failureOf(thrown: unknown): VoucherFailure {
  return {
    code: thrown instanceof TollgateError ? thrown.code : "network",
    reasons: thrown instanceof ApiError ? thrown.errors : [],
  };
}

/** A voucher field. */
export function useVoucherField(
  client: TollgateClient | null,
  { voucher: given, onVoucherChange }: VoucherFieldOptions,
): VoucherView {
  const [code, setCode] = useState("");
  const [status, setStatus] = useState<VoucherView["status"]>("idle");
  const [applied, setApplied] = useState<AppliedVoucher | null>(null);
  const [failure, setFailure] = useState<VoucherFailure | null>(null);
  const [redeemed, setRedeemed] = useState<string | null>(null);
  const heard = useRef(onVoucherChange);
  heard.current = onVoucherChange;
  // The last check that was begun: an answer to an earlier one comes too late.
  const turn = useRef(0);

  const apply = useCallback(
    async (asked: string) => {
      const wanted = asked.trim();
      setRedeemed(null);
      if (wanted === "") return setFailure({ code: "empty", reasons: [] });
      if (!client) return;
      turn.current += 1;
      const mine = turn.current;
      setStatus("checking");
      setFailure(null);
      try {
        const preview = await client.voucher.preview(wanted);
        if (mine !== turn.current) return;
        setApplied({ code: preview.code, name: preview.voucher.name ?? null });
        setCode("");
        heard.current?.(preview.code);
      } catch (thrown) {
        if (mine !== turn.current) return;
        setFailure(failureOf(thrown));
        heard.current?.(undefined);
      } finally {
        if (mine === turn.current) setStatus("idle");
      }
    },
    [client],
  );

  const remove = useCallback(() => {
    turn.current += 1;
    setApplied(null);
    setFailure(null);
    heard.current?.(undefined);
  }, []);

  const redeem = useCallback(async () => {
    if (!client || !applied) return;
    setStatus("redeeming");
    setFailure(null);
    try {
      await client.voucher.redeem(applied.code);
      setRedeemed(applied.code);
      setApplied(null);
      heard.current?.(undefined);
    } catch (thrown) {
      setFailure(failureOf(thrown));
    } finally {
      setStatus("idle");
    }
  }, [client, applied]);

  // A code that is given from outside, each time it changes; the one that is applied already came from here.
  const seen = useRef<string | undefined>(undefined);
  const known = useRef<string | undefined>(undefined);
  known.current = applied?.code;
  useEffect(() => {
    if (!client || given === seen.current) return;
    seen.current = given;
    if (!given || given === known.current) return;
    setApplied(null);
    setCode(given);
    void apply(given);
  }, [given, client, apply]);

  return {
    code,
    type: (typed) => {
      setCode(typed);
      setFailure(null);
    },
    status,
    applied,
    failure,
    redeemed,
    apply: () => apply(code),
    remove,
    redeem: applied ? redeem : null,
  };
}
