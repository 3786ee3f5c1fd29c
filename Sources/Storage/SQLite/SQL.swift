/// SQL text that stands in the program: a literal, so that no value can become part of it.
struct SQL: ExpressibleByStringLiteral, Sendable {
  let text: StaticString

  init(stringLiteral text: StaticString) { self.text = text }
}
