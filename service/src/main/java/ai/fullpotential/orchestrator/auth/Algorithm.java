package ai.fullpotential.orchestrator.auth;

import com.nimbusds.jose.JWSAlgorithm;
import java.util.Optional;
import java.util.stream.Stream;

/** How a token may be signed: by a private key, in a way that nobody has to regret. */
enum Algorithm {
  RS256,
  ES256,
  EDDSA;

  /** As the library calls it. */
  JWSAlgorithm jws() {
    return switch (this) {
      case RS256 -> JWSAlgorithm.RS256;
      case ES256 -> JWSAlgorithm.ES256;
      case EDDSA -> JWSAlgorithm.EdDSA;
    };
  }

  /** In exactly this spelling; all else is no algorithm here, {@code none} and HS256 above all. */
  static Optional<Algorithm> of(String text) {
    return Stream.of(values()).filter(each -> each.jws().getName().equals(text)).findFirst();
  }
}
