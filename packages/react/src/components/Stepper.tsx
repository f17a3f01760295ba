import { useId, useState } from "react";
import { useLocale } from "../locale.js";
import { Icon } from "./Icon.js";

interface Props {
  /** What is counted, for a screen reader. */
  name: string;
  value: number;
  least: number;
  /** The largest number that may be chosen; none by default. */
  most?: number | undefined;
  step?: number;
  small?: boolean;
  /** The id of the field, where a label outside points to it. */
  id?: string;
  onChange: (value: number) => void;
}

/** A number with a button on either side. What is typed is kept within the bounds. */
export function Stepper({ name, value, least, most, step = 1, small, id, onChange }: Props) {
  const { texts } = useLocale();
  const own = useId();
  // What is being typed, which may be no number yet.
  const [draft, setDraft] = useState<string | null>(null);
  const set = (next: number) =>
    onChange(Math.min(most ?? Number.MAX_SAFE_INTEGER, Math.max(least, Math.round(next))));
  return (
    <span className={`tollgate-stepper${small ? " is-small" : ""}`}>
      <button
        type="button"
        aria-label={texts.fewer(name)}
        aria-controls={id ?? own}
        disabled={value <= least}
        onClick={() => set(value - step)}
      >
        <Icon name="minus" />
      </button>
      <input
        id={id ?? own}
        type="number"
        inputMode="numeric"
        aria-label={id ? undefined : name}
        min={least}
        max={most}
        step="any"
        value={draft ?? value}
        onChange={({ target }) => {
          setDraft(target.value);
          if (Number.isFinite(target.valueAsNumber)) set(target.valueAsNumber);
        }}
        onBlur={() => setDraft(null)}
      />
      <button
        type="button"
        aria-label={texts.more(name)}
        aria-controls={id ?? own}
        disabled={most !== undefined && value >= most}
        onClick={() => set(value + step)}
      >
        <Icon name="plus" />
      </button>
    </span>
  );
}
