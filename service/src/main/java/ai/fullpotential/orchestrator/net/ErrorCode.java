package ai.fullpotential.orchestrator.net;

/** Every error code of the wire contract (UDC), each with its HTTP status. */
public enum ErrorCode {
  INVALID_REQUEST(400),
  DROPLET_NOT_FOUND(400),
  UNAUTHORIZED(401),
  FORBIDDEN(403),
  NOT_FOUND(404),
  TASK_NOT_FOUND(404),
  METHOD_NOT_ALLOWED(405),
  REQUEST_TIMEOUT(408),
  CONFLICT(409),
  PAYLOAD_TOO_LARGE(413),
  URI_TOO_LONG(414),
  UNSUPPORTED_MEDIA_TYPE(415),
  IDEMPOTENCY_MISMATCH(422),
  RATE_LIMITED(429),
  HEADERS_TOO_LARGE(431),
  INTERNAL_ERROR(500),
  DROPLET_UNREACHABLE(503),
  REGISTRY_ERROR(503),
  OVERLOADED(503),
  STORE_UNAVAILABLE(503),
  TIMEOUT(504);

  private final int httpStatus;

  ErrorCode(int httpStatus) {
    this.httpStatus = httpStatus;
  }

  /** The HTTP status that an answer with this code has. */
  public int httpStatus() {
    return httpStatus;
  }
}
