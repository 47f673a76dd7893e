package org.inferometer.standard;

import java.util.List;
import java.util.Optional;
import org.inferometer.machine.Compilers;
import org.inferometer.standard.Question.Api;

/** Finds the script for a request: generation by the responder, the few other paths here. */
final class Requests {
  /** Header with the wishes of one request, see {@link Answer#parse}. */
  static final String KNOBS = "X-Schedule";

  private final Responder responder;
  private final ServerLog log;

  Requests(Responder responder, ServerLog log) {
    this.responder = responder;
    this.log = log;
  }

  /** Works out the answer to the request that {@code connection} has read. */
  void answer(Connection connection) {
    RequestReader request = connection.request;
    connection.take(
        request.header("X-Request-Id"), connection.askedAt, request.bodyLength(), script(request));
  }

  /** Whether a request is one of those that are served side by side, or wait to be. */
  boolean isServed(RequestReader request) {
    return request.method().equals("POST") && Api.generates(request.path());
  }

  /** How long a body is left alone between two reads. */
  long readPauseNanos(RequestReader request) {
    return Knobs.parse(request.header(KNOBS)).nanos(Answer.READ_EVERY, responder.readPauseNanos());
  }

  private Script script(RequestReader request) {
    Optional<Api> api = Api.at(request.path(), request.body());
    if (api.isPresent()) {
      return request.method().equals("POST")
          ? generate(api.get(), request)
          : error(405, request.path() + " takes POST");
    }
    return switch (request.path()) {
      case "/health" -> plain("{\"status\":\"ok\"}");
      case "/v1/models" ->
          plain("{\"object\":\"list\",\"data\":[{\"id\":\"exact\",\"object\":\"model\"}]}");
      case "/log" -> plain(log.drainLines());
      case Standard.SETTLE -> {
        System.gc();
        Compilers.awaitQuiet();
        yield plain("{}");
      }
      case Standard.WARMED_UP -> {
        Compilers.lower();
        yield plain("{}");
      }
      case "/stats" -> plain(ServerLog.json(log.stats()));
      default -> error(404, "no such path: " + request.path());
    };
  }

  private Script generate(Api api, RequestReader request) {
    try {
      return responder.answer(
          Questions.parse(api, request.path(), request.body(), request.header(KNOBS)));
    } catch (IllegalArgumentException e) {
      return error(400, KNOBS + ": " + e.getMessage());
    }
  }

  private static Script plain(String body) {
    return new Script(AnswerScripts.plain(200, null, body, 0));
  }

  private static Script error(int status, String message) {
    List<Step> steps =
        AnswerScripts.plain(status, null, EventFormat.openAiError(status, message), 0);
    return new Script(steps);
  }
}
