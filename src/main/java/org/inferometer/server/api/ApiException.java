package org.inferometer.server.api;

/** An answer that is an error, in OpenAI's shape. */
final class ApiException extends Exception {
  private static final long serialVersionUID = 1L;

  private final int status;
  private final String parameter;

  /**
   * An error.
   *
   * @param status HTTP status
   * @param parameter the request's field at fault, or {@code null}
   * @param message for the client's user
   */
  ApiException(int status, String parameter, String message) {
    super(message);
    this.status = status;
    this.parameter = parameter;
  }

  static ApiException badRequest(String parameter, String message) {
    return new ApiException(400, parameter, message);
  }

  int status() {
    return status;
  }

  String parameter() {
    return parameter;
  }

  /** The error's class, in vLLM's names. */
  String type() {
    return switch (status) {
      case 400 -> "BadRequestError";
      case 401 -> "AuthenticationError";
      case 403 -> "PermissionDeniedError";
      case 404 -> "NotFoundError";
      case 405 -> "MethodNotAllowedError";
      case 413 -> "RequestTooLargeError";
      case 415 -> "UnsupportedMediaTypeError";
      case 429 -> "RateLimitError";
      case 503 -> "ServiceUnavailableError";
      default -> "InternalServerError";
    };
  }
}
