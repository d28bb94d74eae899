package ai.fullpotential.orchestrator.auth;

import ai.fullpotential.orchestrator.net.Principal;
import ai.fullpotential.orchestrator.time.Loop;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * Checks tokens. One that was found good is remembered, under its digest, while it is good and the keys
 * are the same.
 */
final class Tokens {

  private static final int MOST_REMEMBERED = 4096;

  private final KeySource source;
  private final Expected expected;
  private final InstantSource clock;
  private final Map<String, Remembered> remembered = new ConcurrentHashMap<>();

  private record Remembered(Principal principal, Instant until, Keys by) {}

  Tokens(KeySource source, Expected expected, InstantSource clock) {
    this.source = source;
    this.expected = expected;
    this.clock = clock;
  }

  /**
   * Checks one.
   *
   * @param told is told on this loop, perhaps before this returns
   */
  void check(String token, Loop loop, Consumer<TokenCheck> told) {
    if (token.length() > Token.MOST_CHARACTERS) {
      told.accept(
          new TokenCheck.Rejected(
              "The token is longer than " + Token.MOST_CHARACTERS + " characters."));
      return;
    }
    Optional<Keys> keys = source.keys();
    if (keys.isEmpty()) {
      source.renew(loop, () -> told.accept(afterLooking(token)));
      return;
    }
    switch (verdict(token, keys.get())) {
      case Token.Verdict.Good(Principal principal, Instant until) ->
          told.accept(new TokenCheck.Accepted(principal.until(until)));
      case Token.Verdict.Bad(String reason) -> told.accept(new TokenCheck.Rejected(reason));
      case Token.Verdict.UnknownKey() -> source.renew(loop, () -> told.accept(afterLooking(token)));
    }
  }

  private TokenCheck afterLooking(String token) {
    Optional<Keys> keys = source.keys();
    if (keys.isEmpty()) {
      return new TokenCheck.Unavailable(
          "The keys that tokens are checked with cannot be fetched. Try again.");
    }
    return switch (verdict(token, keys.get())) {
      case Token.Verdict.Good(Principal principal, Instant until) ->
          new TokenCheck.Accepted(principal.until(until));
      case Token.Verdict.Bad(String reason) -> new TokenCheck.Rejected(reason);
      case Token.Verdict.UnknownKey() ->
          new TokenCheck.Rejected("The token names a key that is not known here.");
    };
  }

  private Token.Verdict verdict(String token, Keys keys) {
    String digest = digest(token);
    Instant now = clock.instant();
    Remembered known = remembered.get(digest);
    if (known != null && known.by() == keys && now.isBefore(known.until())) {
      return new Token.Verdict.Good(known.principal(), known.until());
    }
    Token.Verdict verdict = Token.check(token, keys, expected, now);
    if (verdict instanceof Token.Verdict.Good(Principal principal, Instant until)) {
      if (remembered.size() >= MOST_REMEMBERED) {
        remembered.clear();
      }
      remembered.put(digest, new Remembered(principal, until, keys));
    }
    return verdict;
  }

  private static String digest(String token) {
    try {
      byte[] bytes = token.getBytes(StandardCharsets.UTF_8);
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
