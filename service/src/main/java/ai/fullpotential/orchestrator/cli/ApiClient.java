package ai.fullpotential.orchestrator.cli;

import ai.fullpotential.orchestrator.net.BaseUrl;
import ai.fullpotential.orchestrator.net.Tls;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.channels.UnresolvedAddressException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;

/**
 * Speaks to a running service over its public REST API. Each call has a deadline, and an answer a
 * bound; redirects are not followed, so that a token goes to nobody else.
 */
final class ApiClient implements AutoCloseable {

  private static final Duration TO_CONNECT = Duration.ofSeconds(5);
  private static final int HTTP_OK = 200;
  private static final int MAX_REFUSAL_BYTES = 64 * 1024;
  private static final long MAX_ANSWER_BYTES = 64L * 1024 * 1024;

  private final HttpClient http;
  private final BaseUrl service;
  private final Optional<String> token;

  ApiClient(BaseUrl service, Optional<String> token) {
    this(service, token, Optional.empty());
  }

  /** A client that has its own idea of whom to trust. */
  ApiClient(BaseUrl service, Optional<String> token, Optional<SSLContext> trust) {
    this.service = service;
    this.token = token;
    HttpClient.Builder builder =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(TO_CONNECT);
    trust.ifPresent(builder::sslContext);
    this.http = builder.build();
  }

  /** Sends the call and waits for the whole answer, whatever its status. */
  Reply send(Call call) throws Unreachable {
    return reply(
        within(
            http.sendAsync(
                request(call), BodyHandlers.limiting(BodyHandlers.ofByteArray(), MAX_ANSWER_BYTES)),
            call.deadline()));
  }

  private <T> T within(CompletableFuture<T> answer, Duration deadline) throws Unreachable {
    try {
      return answer.get(deadline.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      answer.cancel(true);
      throw unreachable("no answer within " + deadline.toSeconds() + " s");
    } catch (ExecutionException e) {
      throw unreachable(reason(e));
    } catch (InterruptedException e) {
      answer.cancel(true);
      Thread.currentThread().interrupt();
      throw unreachable("interrupted");
    }
  }

  /**
   * Opens the stream of the service's events. The deadline of the call is for the answer's head.
   *
   * @throws Refused the answer is something else
   */
  EventStream open(Call call) throws Unreachable, Refused {
    HttpResponse<InputStream> response =
        within(http.sendAsync(request(call), BodyHandlers.ofInputStream()), call.deadline());
    if (response.statusCode() == HTTP_OK) {
      return new EventStream(response.body());
    }
    try (InputStream body = response.body()) {
      String text = new String(body.readNBytes(MAX_REFUSAL_BYTES), StandardCharsets.UTF_8);
      throw new Refused(new Reply(response.statusCode(), text, Optional.empty()));
    } catch (IOException e) {
      throw unreachable("the connection broke off");
    }
  }

  private HttpRequest request(Call call) throws Unreachable {
    try {
      HttpRequest.Builder request =
          HttpRequest.newBuilder(URI.create(service + call.path()))
              .setHeader("Accept", "application/json")
              .method(call.method(), call.body());
      token.ifPresent(secret -> request.setHeader("Authorization", "Bearer " + secret));
      call.headers().forEach(request::setHeader);
      return request.build();
    } catch (IllegalArgumentException notInJavasEyes) {
      throw unreachable(String.valueOf(notInJavasEyes.getMessage()));
    }
  }

  private static Reply reply(HttpResponse<byte[]> response) {
    return new Reply(
        response.statusCode(),
        new String(response.body(), StandardCharsets.UTF_8),
        response
            .headers()
            .firstValue("Retry-After")
            .filter(value -> value.matches("\\d{1,9}"))
            .map(value -> Duration.ofSeconds(Long.parseLong(value))));
  }

  /** That no orchestrator answered, though something did. */
  Unreachable stranger(Reply reply) {
    return unreachable("it answers HTTP " + reply.status() + ", and not as an orchestrator does");
  }

  private Unreachable unreachable(String why) {
    return new Unreachable("cannot reach " + service + ": " + why);
  }

  /** The library's own exceptions often have no message. */
  private static String reason(ExecutionException failure) {
    List<Throwable> causes =
        Stream.<Throwable>iterate(failure, Objects::nonNull, Throwable::getCause).toList();
    if (causes.stream().anyMatch(UnresolvedAddressException.class::isInstance)) {
      return "there is no such host";
    }
    if (causes.stream().anyMatch(SSLException.class::isInstance)) {
      return "the TLS handshake " + Tls.failure(failure) + "; ORCHESTRATOR_CA names whom to trust";
    }
    if (causes.stream().anyMatch(HttpConnectTimeoutException.class::isInstance)) {
      return "no connection within " + TO_CONNECT.toSeconds() + " s";
    }
    if (causes.stream().anyMatch(ConnectException.class::isInstance)) {
      return "no connection; is it running there?";
    }
    return causes.stream()
        .skip(1)
        .map(Throwable::getMessage)
        .filter(Objects::nonNull)
        .findFirst()
        .orElse("the connection broke off");
  }

  /** Where the service is. */
  @Override
  public String toString() {
    return service.toString();
  }

  @Override
  public void close() {
    http.shutdownNow();
  }
}
