package ai.fullpotential.orchestrator.auth;

import static org.assertj.core.api.Assertions.assertThat;

import ai.fullpotential.orchestrator.auth.SignedTokens.Signer;
import ai.fullpotential.orchestrator.time.Loop;
import ai.fullpotential.orchestrator.time.ManualLoop;
import ai.fullpotential.orchestrator.time.ManualTime;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Ten thousand tokens that look like good ones, the same each time: not one is accepted. */
@Timeout(60)
class TokenMutationTest {

  private static final int MUTATIONS = 10_000;
  private static final long SEED = 20_261_124;

  private final Random random = new Random(SEED);
  private final ManualTime time = new ManualTime();
  private final Loop loop = new ManualLoop(time);
  private final List<Signer> signers =
      List.of(SignedTokens.rsa(), SignedTokens.ec(), SignedTokens.ed25519());
  private final List<Signer> strangers =
      List.of(SignedTokens.rsa(), SignedTokens.ec(), SignedTokens.ed25519());
  private final Expected expected = new Expected(Optional.of("us"), Optional.of("mesh"));
  private final Tokens tokens = new Tokens(new FixedKeys(keys()), expected, time);

  private Keys keys() {
    StringBuilder pem = new StringBuilder();
    signers.forEach(signer -> pem.append(signer.pem()));
    try {
      return KeyText.read(pem.toString().getBytes(StandardCharsets.UTF_8));
    } catch (UnusableKey e) {
      throw new AssertionError(e);
    }
  }

  private String claims(String issuer, String audience, long from, long until) {
    long now = time.instant().getEpochSecond();
    return "{\"iss\":\"%s\",\"aud\":\"%s\",\"sub\":\"ann\",\"scope\":\"admin\",\"nbf\":%d,\"exp\":%d}"
        .formatted(issuer, audience, now + from, now + until);
  }

  private String good() {
    return claims("us", "mesh", -5, 600);
  }

  private TokenCheck check(String token) {
    List<TokenCheck> told = new ArrayList<>();
    tokens.check(token, loop, told::add);
    assertThat(told).hasSize(1);
    return told.getFirst();
  }

  @Test
  void goodTokensAreAccepted() {
    for (Signer signer : signers) {
      for (int i = 0; i < 100; i++) {
        String token = signer.token(claims("us", "mesh", -i, 600 + i));
        assertThat(check(token)).isInstanceOf(TokenCheck.Accepted.class);
        assertThat(check(token)).isInstanceOf(TokenCheck.Accepted.class);
      }
    }
  }

  @Test
  void noneOfTenThousandMutationsIsAccepted() {
    List<String> good = signers.stream().map(signer -> signer.token(good())).toList();
    good.forEach(token -> assertThat(check(token)).isInstanceOf(TokenCheck.Accepted.class));
    Map<Integer, Integer> tried = new HashMap<>();
    for (int i = 0; i < MUTATIONS; i++) {
      int which = random.nextInt(signers.size());
      int kind = random.nextInt(13);
      String mutant = mutant(kind, which, good.get(which));
      if (good.contains(mutant)) {
        continue;
      }
      tried.merge(kind, 1, Integer::sum);
      assertThat(check(mutant))
          .as("kind %d: %s", kind, mutant)
          .isInstanceOf(TokenCheck.Rejected.class);
    }
    assertThat(tried).hasSize(13);
    assertThat(tried.values()).allMatch(count -> count > 500);
  }

  private String mutant(int kind, int which, String token) {
    Signer signer = signers.get(which);
    return switch (kind) {
      case 0 -> bitFlipped(token, 0);
      case 1 -> bitFlipped(token, 1);
      case 2 -> bitFlipped(token, 2);
      case 3 -> characterChanged(token);
      case 4 -> unsigned(token);
      case 5 -> signedWithThePublicKey(which);
      case 6 -> strangers.get(random.nextInt(3)).token(good());
      case 7 -> signer.token(claims("us", "mesh", -600, -random.nextInt(100_000)));
      case 8 -> signer.token(claims("us", "mesh", 31 + random.nextInt(100_000), 200_000));
      case 9 ->
          random.nextBoolean()
              ? signer.token(claims("them" + random.nextInt(), "mesh", -5, 600))
              : signer.token(claims("us", "mash" + random.nextInt(), -5, 600));
      case 10 -> huge(signer);
      case 11 -> malformed(token);
      default -> tricky(which);
    };
  }

  private String bitFlipped(String token, int part) {
    String[] parts = token.split("\\.");
    byte[] bytes = Base64.getUrlDecoder().decode(parts[part]);
    bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
    parts[part] = SignedTokens.base64(bytes);
    return String.join(".", parts);
  }

  private String characterChanged(String token) {
    StringBuilder text = new StringBuilder(token);
    text.setCharAt(random.nextInt(text.length()), (char) (33 + random.nextInt(94)));
    return text.toString();
  }

  private String unsigned(String token) {
    List<String> spellings = List.of("none", "None", "NONE", "nOnE", "", "null", "HS256", "none ");
    String header = "{\"alg\":\"" + spellings.get(random.nextInt(spellings.size())) + "\"}";
    String[] parts = token.split("\\.");
    String signature = random.nextBoolean() ? "" : parts[2];
    return SignedTokens.base64(header) + "." + parts[1] + "." + signature;
  }

  /** The oldest trick: the key that everybody knows, taken for a secret. */
  private String signedWithThePublicKey(int which) {
    Signer signer = signers.get(which);
    byte[] secret =
        random.nextBoolean()
            ? signer.pem().getBytes(StandardCharsets.UTF_8)
            : signer.pair().getPublic().getEncoded();
    String algorithm = List.of("HS256", "HS512", signer.algorithm()).get(random.nextInt(3));
    String signed =
        SignedTokens.base64("{\"alg\":\"" + algorithm + "\"}") + "." + SignedTokens.base64(good());
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret, "HmacSHA256"));
      byte[] signature = mac.doFinal(signed.getBytes(StandardCharsets.US_ASCII));
      return signed + "." + SignedTokens.base64(signature);
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private String huge(Signer signer) {
    String filler = "x".repeat(Token.MOST_CHARACTERS + random.nextInt(1000));
    return random.nextInt(20) == 0
        ? signer.token("{\"filler\":\"" + filler + "\"," + good().substring(1))
        : filler;
  }

  private String malformed(String token) {
    String[] parts = token.split("\\.");
    return switch (random.nextInt(8)) {
      case 0 -> token.substring(0, random.nextInt(token.length()));
      case 1 -> parts[0] + "." + parts[1];
      case 2 -> token + "." + parts[random.nextInt(3)];
      case 3 -> "." + token;
      case 4 -> parts[1] + "." + parts[0] + "." + parts[2];
      case 5 -> token.replace('.', ',');
      case 6 -> parts[0] + ".." + parts[2];
      default -> token + "=".repeat(1 + random.nextInt(3));
    };
  }

  private String tricky(int which) {
    Signer stranger = strangers.get(which);
    String key = Base64.getEncoder().encodeToString(stranger.pair().getPublic().getEncoded());
    String more =
        List.of(
                "\"jwk\":{\"kty\":\"RSA\",\"n\":\"" + key + "\",\"e\":\"AQAB\"}",
                "\"jku\":\"https://evil.example/keys\"",
                "\"x5u\":\"https://evil.example/cert\"",
                "\"x5c\":[\"" + key + "\"]",
                "\"kid\":\"../../../../dev/null\"",
                "\"kid\":\"' OR 1=1 --\"",
                "\"crit\":[\"exp\"]",
                "\"b64\":false,\"crit\":[\"b64\"]",
                "\"zip\":\"DEF\"",
                "\"alg\":\"none\"")
            .get(random.nextInt(10));
    boolean aKeyWouldBeFine = more.contains("kid") || more.contains("jwk") || random.nextBoolean();
    Signer signer = aKeyWouldBeFine ? stranger : signers.get(which);
    return signer.sign("{\"alg\":\"" + signer.algorithm() + "\"," + more + "}", good());
  }
}
