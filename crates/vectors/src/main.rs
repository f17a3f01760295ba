//! Answers one case a line, from standard input to standard output.

use std::io::{self, BufRead, Write};

fn main() -> io::Result<()> {
    let mut out = io::BufWriter::new(io::stdout().lock());
    for case in io::stdin().lock().lines() {
        writeln!(out, "{}", tollgate_vectors::run(&case?))?;
    }
    out.flush()
}
