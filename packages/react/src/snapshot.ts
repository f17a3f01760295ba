/** For pages that a server rendered: takes its snapshot into use. */

export * from "@tollgate/js/headless/snapshot";
