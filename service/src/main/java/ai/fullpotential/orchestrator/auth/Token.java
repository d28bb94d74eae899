package ai.fullpotential.orchestrator.auth;

import ai.fullpotential.orchestrator.json.Json;
import ai.fullpotential.orchestrator.json.MalformedJson;
import ai.fullpotential.orchestrator.net.Principal;
import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.jose.util.Base64URL;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A token in its compact form (RFC 7515), read by the strict rules of RFC 8725: the algorithm must be
 * that of the key, its header brings no key and asks for nothing that is not known here, and each part
 * is spelt in the one way there is.
 */
final class Token {

  /** Far more than any that is meant for a header. */
  static final int MOST_CHARACTERS = 8192;

  private static final int PARTS = 3;
  private static final Set<String> TYPES = Set.of("jwt", "at+jwt");

  /** A key that comes with a token proves nothing. */
  private static final List<String> OWN_KEYS = List.of("jwk", "jku", "x5u", "x5c");

  private static final List<String> UNKNOWN = List.of("crit", "b64", "zip", "enc");

  private final byte[] signed;
  private final Base64URL signature;
  private final Algorithm algorithm;
  private final @Nullable String keyId;
  private final JsonNode claims;

  /** What became of the check. */
  sealed interface Verdict {

    /** It is good until then. */
    record Good(Principal principal, Instant until) implements Verdict {}

    /** It is not. */
    record Bad(String reason) implements Verdict {}

    /** It names a key that is not here. */
    record UnknownKey() implements Verdict {}
  }

  /** What is wrong with a token. */
  private static final class Malformed extends Exception {
    private static final long serialVersionUID = 1L;

    Malformed(String reason) {
      super(reason);
    }
  }

  private Token(String text) throws Malformed {
    String[] parts = text.split("\\.", -1);
    if (parts.length != PARTS) {
      throw new Malformed("The token is no signed JWT: it must have three parts.");
    }
    JsonNode header = object(parts[0]);
    algorithm = algorithm(header);
    keyId = header.has("kid") ? text(header, "kid") : null;
    refuseTricks(header);
    claims = object(parts[1]);
    signed = (parts[0] + "." + parts[1]).getBytes(StandardCharsets.US_ASCII);
    decoded(parts[2]);
    signature = new Base64URL(parts[2]);
  }

  /** Reads a token and checks it. */
  static Verdict check(String text, Keys keys, Expected expected, Instant now) {
    try {
      return new Token(text).check(keys, expected, now);
    } catch (Malformed e) {
      return new Verdict.Bad(String.valueOf(e.getMessage()));
    }
  }

  private Verdict check(Keys keys, Expected expected, Instant now) {
    if (!keys.knows(keyId)) {
      return new Verdict.UnknownKey();
    }
    if (keys.candidates(algorithm, keyId).stream().noneMatch(this::isSignedBy)) {
      return new Verdict.Bad("The token's signature is of no key that is trusted here.");
    }
    Claims said = new Claims(claims);
    Optional<String> fault = said.fault(expected, now);
    return fault.isPresent()
        ? new Verdict.Bad(fault.get())
        : new Verdict.Good(said.principal(), said.expires());
  }

  private boolean isSignedBy(VerifyingKey key) {
    try {
      return key.check().holds(signed, signature);
    } catch (GeneralSecurityException notASignature) {
      return false;
    }
  }

  private static Algorithm algorithm(JsonNode header) throws Malformed {
    Optional<Algorithm> algorithm = Algorithm.of(text(header, "alg"));
    if (algorithm.isEmpty()) {
      throw new Malformed("The token must be signed by RS256, ES256 or EdDSA.");
    }
    return algorithm.get();
  }

  private static void refuseTricks(JsonNode header) throws Malformed {
    for (String name : OWN_KEYS) {
      if (header.has(name)) {
        throw new Malformed("The token brings a key of its own ('" + name + "').");
      }
    }
    for (String name : UNKNOWN) {
      if (header.has(name)) {
        throw new Malformed("The token asks for what is not known here ('" + name + "').");
      }
    }
    if (header.has("typ")) {
      String type = text(header, "typ").toLowerCase(Locale.ROOT);
      if (!TYPES.contains(type.startsWith("application/") ? type.substring(12) : type)) {
        throw new Malformed("The token is of another type than JWT.");
      }
    }
  }

  private static String text(JsonNode json, String name) throws Malformed {
    String text = json.path(name).textValue();
    if (text == null) {
      throw new Malformed("The token's header has no '" + name + "' that is a text.");
    }
    return text;
  }

  private static JsonNode object(String part) throws Malformed {
    JsonNode json;
    try {
      json =
          Json.readStrictly(
              decoded(part),
              parser -> {
                parser.nextToken();
                return Json.tree(parser);
              });
    } catch (MalformedJson e) {
      throw new Malformed("The token holds something that is no JSON.");
    }
    if (json == null || !json.isObject()) {
      throw new Malformed("The token holds something that is no JSON object.");
    }
    return json;
  }

  /** Many decoders pass over what is no Base64; then one token would have many spellings. */
  private static byte[] decoded(String part) throws Malformed {
    byte[] bytes;
    try {
      bytes = Base64.getUrlDecoder().decode(part);
    } catch (IllegalArgumentException e) {
      throw new Malformed("A part of the token is no Base64url.");
    }
    if (bytes.length == 0
        || !Base64.getUrlEncoder().withoutPadding().encodeToString(bytes).equals(part)) {
      throw new Malformed("A part of the token is no Base64url without padding.");
    }
    return bytes;
  }
}
