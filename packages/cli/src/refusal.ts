/** What the user is told, in place of a stack: a sentence that says what is wrong and what to do. */
export class Refusal extends Error {
  override readonly name = "Refusal";
}
