//! Answers one case, as every implementation does. `cargo run --package tollgate-vectors --example case`

fn main() {
    let case = r#"{"kind":"duration","from":"2027-01-31T00:00:00Z","duration":"P1M"}"#;
    println!("{case}\n{}", tollgate_vectors::run(case));
}
