//! Prints the description of the API as JSON.

fn main() {
    println!("{}", tollgate_worker::openapi());
}
