package org.inferometer.wire;

import java.util.Set;
import java.util.regex.Pattern;
import org.inferometer.record.FailurePhase;
import org.inferometer.record.Mode;
import org.inferometer.record.Outcome;
import org.inferometer.record.Printable;

/**
 * How a request ended, and why.
 *
 * @param reason null when it is ok
 */
record Verdict(Outcome outcome, FailurePhase phase, String reason) {
  private static final Set<String> USUAL = Set.of("stop", "length");

  /** In finish reasons by which engines say that they gave an answer up. */
  private static final Pattern GIVEN_UP =
      Pattern.compile(
          "error|abort|cancel|fail|exception|interrupt|time[-_ ]?(d[-_ ]?)?out|overload|unavailable"
              + "|insufficient|evict|preempt|kill|shut|disconnect|malformed|not[-_ ]?finished"
              + "|unexpected|crash|panic|out[-_ ]?of[-_ ]?memory|reject|dropped|expired|deadline"
              + "|internal|resource[-_ ]?exhaust|throttl|quota|rate[-_ ]?limit"
              + "|(?<![a-z])(oom|dead|died|lost)(?![a-z])",
          Pattern.CASE_INSENSITIVE);

  /** In finish reasons of answers that a filter has cut: how long they take is its doing. */
  private static final Pattern FILTERED =
      Pattern.compile(
          "filter|safety|block|prohibited|recitation|refusal|moderation|sensitive|spii|policy",
          Pattern.CASE_INSENSITIVE);

  /**
   * Judges an exchange that has ended.
   *
   * @param head null where none came
   * @param body the body, where it is needed for the reason: see {@link Decoder}
   */
  static Verdict of(LiveExchange exchange, ResponseHead head, Findings findings, byte[] body) {
    Verdict judged = judged(exchange, head, findings, body);
    return judged.reason == null
        ? judged
        : new Verdict(judged.outcome, judged.phase, exchange.outgoing().conceal(judged.reason));
  }

  private static Verdict judged(
      LiveExchange exchange, ResponseHead head, Findings findings, byte[] body) {
    Outcome failure = exchange.failure();
    boolean stream = exchange.outgoing().mode() == Mode.STREAM;
    if (failure == Outcome.REFUSED || failure == Outcome.CONNECT_TIMEOUT) {
      return failed(failure, FailurePhase.CONNECT, exchange.reason());
    }
    if (head == null) {
      return failed(failure, FailurePhase.BEFORE_HEAD, exchange.reason());
    }
    if (failure == Outcome.MALFORMED) {
      return failed(failure, null, exchange.reason());
    }
    if (head.status() != 200 && !ourOwn(failure)) {
      return failed(Outcome.HTTP_ERROR, null, httpError(head, body));
    }
    FailurePhase phase =
        findings.contentEvents() > 0 ? FailurePhase.BETWEEN_TOKENS : FailurePhase.BEFORE_FIRST;
    String packed = packed(head, body);
    if (packed != null) {
      return failed(
          Outcome.MALFORMED,
          null,
          "the server compressed its answer ("
              + packed
              + ") although asked not to; its events cannot be timed");
    }
    if (findings.error() != null) {
      return failed(Outcome.STREAM_ERROR, phase, findings.error());
    }
    if (findings.malformed() != null) {
      return failed(Outcome.MALFORMED, null, findings.malformed());
    }
    if (findings.finish() != null && says(GIVEN_UP, findings.finish())) {
      String message = findings.finishMessage() == null ? "" : ": " + findings.finishMessage();
      String reason = "the server gave up, finish reason " + findings.finish() + message;
      return failed(Outcome.STREAM_ERROR, phase, reason);
    }
    if (findings.finish() != null && says(FILTERED, findings.finish())) {
      String reason = "a filter cut the answer, finish reason " + findings.finish();
      return failed(Outcome.TRUNCATED, phase, reason);
    }
    boolean complete =
        stream && (findings.isDone() || finished(exchange.outgoing().dialect(), findings));
    if (failure != null && !complete) {
      return failed(failure, phase, exchange.reason());
    }
    if (stream && findings.events() == 0 && body.length > 0 && !head.eventStream()) {
      return failed(Outcome.MALFORMED, null, notAStream(head, body));
    }
    if (stream && complete && findings.events() == 1 && head.json()) {
      return failed(
          Outcome.MALFORMED,
          null,
          "not a stream of events but " + head.contentType() + ", the whole answer in one piece");
    }
    if (stream && !complete) {
      String missing = missing(exchange.outgoing().dialect(), findings);
      if (missing != null) {
        return failed(Outcome.TRUNCATED, phase, missing);
      }
    }
    if (findings.contentEvents() == 0) {
      return failed(Outcome.EMPTY, null, emptiness(findings, stream));
    }
    int prompts = exchange.outgoing().prompts();
    if (findings.answers() != null && findings.answers() != prompts) {
      String counted = "%d answers to %d prompts".formatted(findings.answers(), prompts);
      return failed(Outcome.MALFORMED, null, counted);
    }
    if (findings.emptyAnswers() > 0) {
      String counted =
          "%d of %d answers without content".formatted(findings.emptyAnswers(), prompts);
      return failed(Outcome.EMPTY, null, counted);
    }
    return new Verdict(Outcome.OK, null, null);
  }

  /** The usual reasons are told apart without a matcher, which would be garbage for each answer. */
  private static boolean says(Pattern what, String finish) {
    return !isUsual(finish) && what.matcher(finish).find();
  }

  /** Whether it says that an answer came to its end or limit. */
  static boolean isUsual(String finish) {
    return USUAL.contains(finish);
  }

  private static Verdict failed(Outcome outcome, FailurePhase phase, String reason) {
    return new Verdict(outcome, phase, Printable.line(reason));
  }

  private static boolean ourOwn(Outcome failure) {
    return failure == Outcome.CANCELLED || failure == Outcome.INCOMPLETE;
  }

  /** Whether nothing more is to come, in a dialect whose streams have no mark of their end. */
  private static boolean finished(Dialect dialect, Findings findings) {
    return !dialect.promisesDone() && dialect.promisesFinish() && findings.finish() != null;
  }

  private static String missing(Dialect dialect, Findings findings) {
    if (dialect.promisesDone()) {
      String without = "the stream ended without " + dialect.protocol().end();
      return findings.finish() == null
          ? without + " and without a finish reason"
          : without + ", after finish reason " + findings.finish() + dialect.elsewise();
    }
    return dialect.promisesFinish() ? "the stream ended without a finish reason" : null;
  }

  private static String httpError(ResponseHead head, byte[] body) {
    if (head.status() >= 300 && head.status() < 400 && head.location() != null) {
      return "redirected to " + head.location() + ", which is not followed";
    }
    String packed = packed(head, body);
    if (packed != null) {
      return "status %d with a message that is compressed (%s) although asked not to"
          .formatted(head.status(), packed);
    }
    String text = ErrorText.of(body, body.length);
    return text == null ? "status " + head.status() + " without a message" : text;
  }

  /** What the body is packed in, whether the head says so or its first bytes; null for nothing. */
  private static String packed(ResponseHead head, byte[] body) {
    boolean gzip = body.length > 1 && (body[0] & 0xFF) == 0x1F && (body[1] & 0xFF) == 0x8B;
    return head.compressed() ? head.contentEncoding() : gzip ? "gzip, unsaid" : null;
  }

  private static String notAStream(ResponseHead head, byte[] body) {
    return "not a stream of events but "
        + (head.contentType() == null ? "a body without content type" : head.contentType())
        + ": "
        + ErrorText.of(body, body.length);
  }

  private static String emptiness(Findings findings, boolean stream) {
    Integer tokens = findings.finalUsage();
    if (stream && tokens != null && tokens > 0) {
      return "no event carried text or said that it is a token; only the final usage counts "
          + tokens
          + " tokens, so that the first one's time is unknown";
    }
    return "an answer without content"
        + (findings.finish() == null ? "" : ", finish reason " + findings.finish());
  }
}
