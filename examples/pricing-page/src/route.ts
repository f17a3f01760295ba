import { useSyncExternalStore } from "react";

/** The pages, by their part of the address after `#/`. */
export const routes = ["pricing", "product", "account"] as const;

export type Route = (typeof routes)[number];

function current(): Route {
  const name = window.location.hash.replace(/^#\/?/, "");
  return routes.find((route) => route === name) ?? "pricing";
}

function onChange(listener: () => void): () => void {
  window.addEventListener("hashchange", listener);
  return () => window.removeEventListener("hashchange", listener);
}

/** The page that the address names. */
export function useRoute(): Route {
  return useSyncExternalStore(onChange, current);
}
