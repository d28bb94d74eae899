package ai.fullpotential.orchestrator.net;

/** Who may use a route. Each route has a rule, so that none is open because nobody thought of it. */
public sealed interface Access {

  /** Everybody. */
  Access OPEN = new Open();

  /** Who says who he is, whatever he may do. */
  Access SIGNED_IN = new SignedIn();

  /** Who may look. */
  Access READ = new Needs(Scope.READ);

  /** Who may hand in tasks. */
  Access SUBMIT = new Needs(Scope.SUBMIT);

  /** Who may steer what others have handed in. */
  Access OPERATE = new Needs(Scope.OPERATE);

  /** Who may change what holds for all. */
  Access ADMIN = new Needs(Scope.ADMIN);

  /** See {@link #OPEN}. */
  record Open() implements Access {}

  /** See {@link #SIGNED_IN}. */
  record SignedIn() implements Access {}

  /** Who has this scope, or one that includes it. */
  record Needs(Scope scope) implements Access {}
}
