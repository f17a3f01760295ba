import { useTollgate } from "@tollgate/react";
import { useState } from "react";
import { useBackend } from "../backend.js";

/** Recording usage of one meter, through the backend; afterwards the token is fetched anew. */
export function useMetered(feature: string) {
  const backend = useBackend();
  const { refresh } = useTollgate();
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);

  const perform = async (work: () => Promise<boolean>): Promise<boolean> => {
    setBusy(true);
    setFailure(null);
    try {
      const done = await work();
      await refresh();
      return done;
    } catch {
      setFailure("The backend could not be reached. Nothing was recorded; try again.");
      return false;
    } finally {
      setBusy(false);
    }
  };

  return {
    busy,
    failure,
    /** Whether it was accepted. */
    use: (value: number) =>
      perform(async () => {
        const { status } = await backend.use(feature, value);
        if (status === "refused") setFailure("The edge refused: that would pass the limit.");
        return status === "accepted";
      }),
    reset: () =>
      perform(async () => {
        await backend.reset(feature);
        return true;
      }),
  };
}
