const paths = {
  tick: "M3 8.5 6.5 12 13 4.5",
  plus: "M8 3v10M3 8h10",
  minus: "M3 8h10",
  arrow: "M2.5 8h11M9.5 4l4 4-4 4",
  cross: "M4 4l8 8M12 4l-8 8",
};

/** A drawn sign of 16 px; always beside text that says the same. */
export function Icon({ name, className = "" }: { name: keyof typeof paths; className?: string }) {
  return (
    <svg className={`tollgate-icon ${className}`} viewBox="0 0 16 16" aria-hidden="true">
      <path d={paths[name]} />
    </svg>
  );
}
