// The page on a server: what it knows, and what it renders from that.

import { Writable } from "node:stream";
import { serialize, takeSnapshot } from "@tollgate/react/server";
import { version } from "react";
import { renderToPipeableStream } from "react-dom/server";
import { Page, type PageProps, questions } from "./page.js";

export { questions, serialize, takeSnapshot, version };

/** The page as HTML, with everything that comes late; rejects where anything throws. */
export function html(props: PageProps): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = "";
    const into = new Writable({
      write(chunk, _, done) {
        text += String(chunk);
        done();
      },
      final(done) {
        resolve(text);
        done();
      },
    });
    const { pipe } = renderToPipeableStream(<Page {...props} />, {
      onShellReady: () => pipe(into),
      onError: reject,
      onShellError: reject,
    });
  });
}
