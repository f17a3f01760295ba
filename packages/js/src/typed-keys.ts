/** The keys of a catalogue as types: any text, until `tollgate types` has written down which ones there are. */

/**
 * Declared anew by the file that `tollgate types` makes of a catalogue, with one member `catalog`. A key that the
 * catalogue does not have is then an error of compilation.
 */
// biome-ignore lint/suspicious/noEmptyInterface: whoever has a catalogue fills it
export interface Register {}

interface AnyCatalog {
  features: Record<string, { kind: "boolean" | "meter" | "config" | "flag"; value?: unknown }>;
  plans: string;
  addons: string;
  prices: string;
}

type Catalog = Register extends { catalog: infer C extends AnyCatalog } ? C : AnyCatalog;
type Features = Catalog["features"];
type OfKind<K> = {
  [F in keyof Features]: K extends Features[F]["kind"] ? F : never;
}[keyof Features] &
  string;

/** The key of a feature. */
export type FeatureKey = keyof Features & string;
/** The key of what is on or off: a flag or a boolean. */
export type FlagKey = OfKind<"flag"> | OfKind<"boolean">;
/** The key of a config. */
export type ConfigKey = OfKind<"config">;
/** The key of a meter. */
export type MeterKey = OfKind<"meter">;
/** The key of a plan. */
export type PlanKey = Catalog["plans"];
/** The key of an add-on. */
export type AddonKey = Catalog["addons"];
/** The key of a price, of a plan or of an add-on. */
export type PriceKey = Catalog["prices"];

/** What a config may be: one of its `values`; anything where the catalogue names none. */
export type ConfigValue<K extends ConfigKey> = Features[K] extends { value: infer V } ? V : unknown;

/** A fallback that is written in place stands for its kind: `"light"` for any text. */
type Widened<T> = T extends string
  ? string
  : T extends number
    ? number
    : T extends boolean
      ? boolean
      : T;

/** What reading a config gives, with a fallback of type `T`. By way of the key, so that `T` is inferred wide. */
export type Configured<K extends ConfigKey, T> = {
  [P in K]: unknown extends ConfigValue<P>
    ? string extends P
      ? T
      : T | Widened<T>
    : ConfigValue<P> | T;
}[K];

/** The type of a fallback for a config; null and nothing are always good. */
export type Fallback<K extends ConfigKey> = ConfigValue<K> | null | undefined;

/** Something by key, of which none need be there. */
export type ByKey<K extends string, T> = string extends K ? Record<K, T> : { [P in K]?: T };
