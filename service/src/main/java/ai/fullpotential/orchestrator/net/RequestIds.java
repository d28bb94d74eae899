package ai.fullpotential.orchestrator.net;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.NoArgGenerator;
import io.vertx.core.http.HttpServerRequest;
import java.util.Random;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The ids of requests: the caller's own, if it is 1 to 128 visible ASCII characters, else a new UUID
 * (contract A). They mark lines of a log and keep nothing secret, so chance need not be hard to guess.
 */
final class RequestIds {

  private static final int MAX_LENGTH = 128;

  private final NoArgGenerator uuids = Generators.randomBasedGenerator(new QuickRandom());

  String of(HttpServerRequest request) {
    String given = request.getHeader("X-Request-ID");
    return given != null && isVisibleAscii(given) ? given : next();
  }

  String next() {
    return uuids.generate().toString();
  }

  private static boolean isVisibleAscii(String text) {
    return !text.isEmpty()
        && text.length() <= MAX_LENGTH
        && text.chars().allMatch(c -> c > ' ' && c <= '~');
  }

  /** Each thread's own, so that loops do not wait for each other. */
  private static final class QuickRandom extends Random {
    private static final long serialVersionUID = 1L;

    @Override
    protected int next(int bits) {
      return ThreadLocalRandom.current().nextInt() >>> (32 - bits);
    }
  }
}
