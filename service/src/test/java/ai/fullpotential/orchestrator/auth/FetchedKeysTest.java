package ai.fullpotential.orchestrator.auth;

import static ai.fullpotential.orchestrator.net.Turns.status;
import static org.assertj.core.api.Assertions.assertThat;

import ai.fullpotential.orchestrator.auth.AuthSettings.Place;
import ai.fullpotential.orchestrator.auth.SignedTokens.Signer;
import ai.fullpotential.orchestrator.net.HttpCaller;
import ai.fullpotential.orchestrator.net.Loops;
import ai.fullpotential.orchestrator.net.ScriptedDroplet;
import ai.fullpotential.orchestrator.time.Await;
import ai.fullpotential.orchestrator.time.Loop;
import ai.fullpotential.orchestrator.time.ManualTime;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Keys that are told over HTTP come and go, and those who bring good tokens get in all the while. */
@Timeout(60)
class FetchedKeysTest {

  private static final Signer FIRST = SignedTokens.ed25519();
  private static final Signer SECOND = SignedTokens.ed25519();

  private final ManualTime time = new ManualTime(Instant.now());
  private final Loops loops = new Loops(1);
  private final Loop loop = loops.next();
  private final ScriptedDroplet keys = ScriptedDroplet.playing(status(500, "{}"));
  private final FetchedKeys fetched =
      new FetchedKeys(
          List.of(Place.of(keys.url()), new Place(keys.url(), "/second")),
          new HttpCaller(loops),
          loop,
          time);
  private final Tokens tokens = new Tokens(fetched, Expected.ANYTHING, time);

  @AfterEach
  void stop() {
    keys.close();
    loops.close();
  }

  private static String jwk(String id, Signer signer) {
    byte[] encoded = signer.pair().getPublic().getEncoded();
    byte[] x = new byte[32];
    System.arraycopy(encoded, encoded.length - 32, x, 0, 32);
    return "{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"use\":\"sig\",\"kid\":\"%s\",\"x\":\"%s\"}"
        .formatted(id, Base64.getUrlEncoder().withoutPadding().encodeToString(x));
  }

  private static String set(String... keys) {
    return "{\"keys\":[" + String.join(",", keys) + "]}";
  }

  private static String token(String id, Signer signer) {
    return signer.sign(
        "{\"alg\":\"EdDSA\",\"kid\":\"" + id + "\"}", SignedTokens.claims("ann", "read", 3600));
  }

  private TokenCheck check(String token) throws Exception {
    CompletableFuture<TokenCheck> told = new CompletableFuture<>();
    loop.execute(() -> tokens.check(token, loop, told::complete));
    return told.get(20, TimeUnit.SECONDS);
  }

  private void fetchedOnce() throws Exception {
    keys.replay(status(200, set(jwk("one", FIRST))));
    fetched.start();
    Await.until("the keys are here", () -> fetched.keys().isPresent());
  }

  @Test
  void aTokenIsCheckedWithTheKeyThatItNames() throws Exception {
    fetchedOnce();

    assertThat(check(token("one", FIRST))).isInstanceOf(TokenCheck.Accepted.class);
    assertThat(check(token("one", SECOND))).isInstanceOf(TokenCheck.Rejected.class);
    assertThat(keys.calls()).isEqualTo(1);
  }

  @Test
  void aKeyThatIsNewIsFetchedWhenATokenNamesItButNotAtOnceAgain() throws Exception {
    fetchedOnce();
    keys.replay(status(200, set(jwk("one", FIRST), jwk("two", SECOND))));
    String second = token("two", SECOND);

    assertThat(check(second)).isInstanceOf(TokenCheck.Rejected.class);
    assertThat(keys.calls()).isZero();
    time.advance(FetchedKeys.BETWEEN);
    assertThat(check(second)).isInstanceOf(TokenCheck.Accepted.class);
    for (int i = 0; i < 20; i++) {
      assertThat(check(token("unknown-" + i, SECOND))).isInstanceOf(TokenCheck.Rejected.class);
    }
    assertThat(keys.calls()).isEqualTo(1);
  }

  @Test
  void theLastGoodKeysStayWhileTheyCannotBeFetched() throws Exception {
    fetchedOnce();
    keys.replay(status(500, "{}"));
    time.advance(FetchedKeys.BETWEEN);

    assertThat(check(token("two", SECOND))).isInstanceOf(TokenCheck.Rejected.class);
    assertThat(keys.calls()).isEqualTo(2);
    assertThat(check(token("one", FIRST))).isInstanceOf(TokenCheck.Accepted.class);
  }

  @Test
  void aKeyThatIsTakenBackIsNoLongerGood() throws Exception {
    fetchedOnce();
    String first = token("one", FIRST);
    assertThat(check(first)).isInstanceOf(TokenCheck.Accepted.class);
    keys.replay(status(200, set(jwk("two", SECOND))));
    time.advance(FetchedKeys.BETWEEN);

    assertThat(check(token("two", SECOND))).isInstanceOf(TokenCheck.Accepted.class);
    assertThat(check(first)).isInstanceOf(TokenCheck.Rejected.class);
  }

  @Test
  void whileNoKeysWereEverFetchedNobodyCanTell() throws Exception {
    assertThat(check(token("one", FIRST))).isInstanceOf(TokenCheck.Unavailable.class);
    assertThat(keys.calls()).isEqualTo(2);

    keys.replay(status(200, "<html>"), status(200, FIRST.pem()));
    time.advance(FetchedKeys.BETWEEN);
    assertThat(check(token("any", FIRST))).isInstanceOf(TokenCheck.Accepted.class);
  }
}
