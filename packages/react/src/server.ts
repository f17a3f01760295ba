/** For servers that render pages: what the first render is drawn from, on both sides. */

export * from "@tollgate/js/headless/server";
