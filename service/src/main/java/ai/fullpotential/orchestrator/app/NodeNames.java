package ai.fullpotential.orchestrator.app;

import java.security.SecureRandom;
import java.util.HexFormat;

/** Names of nodes: random at each start, so that no two are ever the same. */
final class NodeNames {

  private static final int BYTES = 6;

  private NodeNames() {}

  static String random() {
    byte[] bytes = new byte[BYTES];
    new SecureRandom().nextBytes(bytes);
    return "node-" + HexFormat.of().formatHex(bytes);
  }
}
