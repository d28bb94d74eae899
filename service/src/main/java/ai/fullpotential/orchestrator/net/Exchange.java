package ai.fullpotential.orchestrator.net;

import ai.fullpotential.orchestrator.time.Loop;
import ai.fullpotential.orchestrator.time.TimeSource;
import ai.fullpotential.orchestrator.trace.TraceContext;
import io.netty.handler.codec.http.QueryStringDecoder;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One request and its answer. Confined to its loop, but for {@link #respond} and {@link #fail},
 * which any thread may call. The first answer counts; later ones are dropped.
 */
public final class Exchange {

  private static final Logger log = LoggerFactory.getLogger(Exchange.class);

  private final HttpServerRequest request;
  private final String method;
  private final String path;
  private final String requestId;
  private final Loop loop;
  private final ConnectionGuard guard;
  private final TimeSource time;
  private final ExchangeListener listener;
  private String template = "";
  private Map<String, String> pathParameters = Map.of();
  private byte[] body = {};
  private long receivedNanos;
  private boolean closing;
  private boolean answered;
  private Principal principal = Principal.NOBODY;
  private String concerned = "";
  private Auditor auditor = Auditor.NONE;
  private @Nullable Streaming streaming;

  Exchange(
      HttpServerRequest request,
      String requestId,
      Loop loop,
      ConnectionGuard guard,
      TimeSource time,
      ExchangeListener listener) {
    this.request = request;
    this.method = request.method().name();
    this.path = Optional.ofNullable(request.path()).orElse("");
    this.requestId = requestId;
    this.loop = loop;
    this.guard = guard;
    this.time = time;
    this.listener = listener;
    this.receivedNanos = time.nanos();
  }

  /** The request's method. */
  public String method() {
    return method;
  }

  /** The request's path as it came, without the query. */
  public String path() {
    return path;
  }

  /** The value of a parameter of the route's path, decoded. */
  public String pathParameter(String name) {
    String value = pathParameters.get(name);
    if (value == null) {
      throw new IllegalArgumentException("route " + template + " has no parameter " + name);
    }
    return value;
  }

  /** The query's parameters, decoded, each with all its values in order. */
  public Map<String, List<String>> query() {
    String query = request.query();
    return query == null ? Map.of() : new QueryStringDecoder(query, false).parameters();
  }

  /** The first value of a header. */
  public Optional<String> header(String name) {
    return Optional.ofNullable(request.getHeader(name));
  }

  /** All values of a header, in order. */
  public List<String> headers(String name) {
    return request.headers().getAll(name);
  }

  /** The place in a trace that the request comes from, when it tells one. */
  public Optional<TraceContext> trace() {
    return TraceContext.read(headers("traceparent"), headers("tracestate"));
  }

  /** The whole body; empty when there is none. */
  @SuppressWarnings("MutableMethodReturnType")
  public byte[] body() {
    return body;
  }

  /** The id that marks this request in logs and answers. */
  public String requestId() {
    return requestId;
  }

  /** Who asks. */
  public Principal principal() {
    return principal;
  }

  /** Says what this is about, for the record of who did what; for its loop. */
  public void concerns(String id) {
    concerned = id;
  }

  /** The loop that this exchange belongs to. */
  public Loop loop() {
    return loop;
  }

  /** Sends the answer. */
  public void respond(Response response) {
    loop.execute(() -> send(response));
  }

  /** Sends an error in the one shape that errors have. */
  public void fail(
      ErrorCode code, String message, Map<String, ? extends @Nullable Object> details) {
    respond(failure(code, message, details));
  }

  /** An error in the one shape that errors have, to be sent later or with further headers. */
  public Response failure(
      ErrorCode code, String message, Map<String, ? extends @Nullable Object> details) {
    return Response.json(code.httpStatus(), error(code, message, details));
  }

  /** The bytes of such an error. */
  public byte[] error(
      ErrorCode code, String message, Map<String, ? extends @Nullable Object> details) {
    return ErrorBody.of(code, message, details, time.instant());
  }

  /** The same, with the seconds after which another try is worth it. */
  public void failAndRetry(
      ErrorCode code,
      String message,
      Map<String, ? extends @Nullable Object> details,
      String retryAfter) {
    respond(failure(code, message, details).with("Retry-After", retryAfter));
  }

  /**
   * Runs what answers this exchange, now or later: a bug in it is logged and answered with 500, so
   * that its client does not wait for ever.
   */
  public void guarded(Action action) {
    try {
      action.run();
    } catch (Exception | Error bug) {
      respond(fault(bug));
    }
  }

  /** Logs a bug, and gives what a client is told of it. */
  public Response fault(Throwable bug) {
    log.atError().setCause(bug).addKeyValue("request_id", requestId).log("request failed");
    return failure(
        ErrorCode.INTERNAL_ERROR,
        "Something went wrong here; the log has it under this request id.",
        Map.of("request_id", requestId));
  }

  /** Something that answers an exchange. */
  @FunctionalInterface
  public interface Action {
    /** Does it. */
    void run() throws Exception;
  }

  void routed(String routeTemplate, Map<String, String> parameters, Auditor listening) {
    template = routeTemplate;
    pathParameters = parameters;
    concerned = parameters.isEmpty() ? "" : parameters.values().iterator().next();
    auditor = listening;
  }

  void askedBy(Principal who) {
    principal = who;
  }

  void received(byte[] wholeBody) {
    body = wholeBody;
    receivedNanos = time.nanos();
  }

  /** Ends the connection after the answer: what follows on it cannot be understood. */
  void closeAfterwards() {
    closing = true;
    guard.refuseTheRest();
  }

  /** An error, after which the connection ends. */
  void refuse(ErrorCode code, String message, Map<String, ? extends @Nullable Object> details) {
    closeAfterwards();
    fail(code, message, details);
  }

  boolean isAnswered() {
    return answered;
  }

  ConnectionGuard guard() {
    return guard;
  }

  HttpServerRequest request() {
    return request;
  }

  /** Begins an answer in pieces. From here on, another answer ends it, and may be the last piece. */
  void stream(Streaming stream, Response head) {
    streaming = stream;
    HttpServerResponse out = request.response();
    if (!out.closed()) {
      AnswerHead.write(head, requestId, out);
      out.setChunked(true);
      out.writeHead();
    }
  }

  /** Ends the answer in pieces with what is left of it. */
  void endStream(Buffer rest) {
    answered = true;
    HttpServerResponse out = request.response();
    if (!out.closed()) {
      closeAfter(out.end(rest));
    }
  }

  private void send(Response response) {
    if (answered) {
      return;
    }
    if (streaming != null) {
      streaming.endWith(response.body());
      return;
    }
    answered = true;
    try {
      write(response, request.response());
    } catch (RuntimeException | Error bug) {
      log.atError().setCause(bug).addKeyValue("request_id", requestId).log("answer not sent");
      request.connection().close();
    }
    tell(response.status());
  }

  void tell(int status) {
    String traceId = trace().map(TraceContext::traceId).orElse(null);
    listener.answered(
        method, path, template, status, requestId, traceId, time.since(receivedNanos));
    auditor.done(
        new Auditor.Deed(principal.subject(), method, template, concerned, status, requestId));
  }

  private void write(Response response, HttpServerResponse out) {
    if (!out.closed()) {
      AnswerHead.write(response, requestId, out);
      var headers = out.headers();
      response.length().ifPresent(length -> headers.set(HttpHeaders.CONTENT_LENGTH, length));
      if (closing) {
        headers.set(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
      }
      closeAfter(
          request.method().equals(HttpMethod.HEAD)
              ? out.end()
              : out.end(Buffer.buffer(response.body())));
    }
  }

  private void closeAfter(Future<Void> sent) {
    if (closing) {
      sent.onComplete(_ -> request.connection().close());
    }
  }
}
