/// The answer to a call: a permit that the next stage must spend, or why not.
public enum Decision: ~Copyable {
  case permit(Permit)
  case refuse(PolicyRefusal)
}
